/* Search without a server. A page opened from a file may not start a Worker, so its script runs in a hidden frame instead:
   messages go to and fro between the two windows, and wait until the script is there. */

if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    #frame = document.createElement("iframe");
    #waiting = [];

    constructor(url) {
      super();
      this.#frame.hidden = true;
      document.documentElement.append(this.#frame);
      const inner = this.#frame.contentWindow;
      inner.postMessage = (data) => this.#receive(data);
      const script = inner.document.createElement("script");
      script.src = new URL(url, location).href;
      script.onload = () => this.#ready();
      inner.document.head.append(script);
    }

    #receive(data) {
      const event = new MessageEvent("message", { data });
      this.dispatchEvent(event);
      this.onmessage?.(event);
    }

    #ready() {
      for (const data of this.#waiting) this.#send(data);
      this.#waiting = null;
    }

    #send(data) {
      const inner = this.#frame.contentWindow;
      inner.dispatchEvent(new inner.MessageEvent("message", { data }));
    }

    postMessage(data) {
      if (this.#waiting) this.#waiting.push(data);
      else this.#send(data);
    }

    terminate() {
      this.#frame.remove();
    }
  };
}
