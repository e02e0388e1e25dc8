// A socket that comes back by itself for as long as somebody wants it.
const FIRST_WAIT = 300;
const LONGEST_WAIT = 5000;
const NOT_THERE = 4404;
const RESYNC = '{"kind":"resync"}';

export class Socket {
  constructor(path, { onEvent, onLost, onGone, isWanted, onOpen = () => {} }) {
    this.address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
    this.handlers = { onEvent, onLost, onGone, isWanted, onOpen };
    this.wait = FIRST_WAIT;
    this.closed = false;
    this.hurry = () => {
      if (!this.closed && document.visibilityState === "visible" && this.socket.readyState > WebSocket.OPEN) this.open();
    };
    addEventListener("online", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
    this.open();
  }

  open() {
    clearTimeout(this.timer);
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.addEventListener("open", () => this.handlers.onOpen());
    socket.addEventListener("message", (message) => {
      this.wait = FIRST_WAIT;
      this.handlers.onEvent(JSON.parse(message.data));
    });
    socket.addEventListener("close", (event) => {
      if (this.closed || socket !== this.socket) return;
      if (event.code === NOT_THERE) {
        this.handlers.onGone();
        return;
      }
      if (!this.handlers.isWanted()) return;
      this.handlers.onLost();
      this.timer = setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
      this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
    });
  }

  resync() {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(RESYNC);
    else if (this.socket.readyState > WebSocket.OPEN) this.open();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    removeEventListener("online", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
    this.socket.close();
  }
}
