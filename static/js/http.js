// Posts a form and returns the JSON answer; a refusal is thrown with the sentence for the person.
export class Refusal extends Error {
  constructor(code, detail) {
    super(detail);
    this.code = code;
  }
}

function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : "";
}

export async function post(url, fields, offline) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
      body: new URLSearchParams(fields),
      credentials: "same-origin",
    });
  } catch {
    throw new Refusal("offline", offline);
  }
  let body = null;
  try {
    body = await answer.json();
  } catch {
    throw new Refusal("offline", offline);
  }
  if (!answer.ok) throw new Refusal(body.code || "refused", body.detail || offline);
  return body;
}
