// What a screen shows, from snapshots and frames. Pure: the same events give the same screen.
const UNDER_WAY = new Set(["waiting", "streaming"]);

export function emptyScreen(turn = 0) {
  return { turn, n: 0, a: "", b: "", state: "waiting" };
}

// Returns the new screen, or null when an event is missing and a snapshot must be asked for.
export function fold(screen, event) {
  if (event.kind === "snapshot") {
    return { turn: event.turn, n: event.n, a: event.a, b: event.b, state: event.state };
  }
  if (event.kind !== "frame") return screen;
  if (event.turn === screen.turn && (event.n <= screen.n || !UNDER_WAY.has(screen.state))) return screen;
  if (event.turn !== screen.turn || event.n !== screen.n + 1) return null;
  return { turn: event.turn, n: event.n, a: screen.a + event.a, b: screen.b + event.b, state: event.state };
}
