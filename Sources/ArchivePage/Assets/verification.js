// Verifying now, and what the last verification said.

import { announce, complaint, element, replace } from "./elements.js";
import { begin, events, isLeft, Refusal, value, words } from "./requests.js";
import { outcome } from "./verdicts.js";
import { bytes, count, grouped, moment } from "./words.js";

/** The last verification, one that runs, and a button for the next. */
export class Verification {
  #signal;
  #isFollowed = false;
  #button = element("button", { type: "button" }, "Verify now");
  #meter = element("progress", { max: 1, value: 0, "aria-label": "Bytes verified" });
  #words = element("span");
  #progress = element("p", { class: "progress", hidden: true }, this.#meter, " ", this.#words);
  #trouble = element("div");
  #last = element("div");

  constructor(signal) {
    this.#signal = signal;
    this.#button.addEventListener("click", () => this.#begin());
    this.element = element("div", {}, element("p", {}, this.#button), this.#progress,
      this.#trouble, this.#last);
  }

  async show() {
    const { running, last, failure } = await value("/data/verification", this.#signal);
    this.#showLast(last);
    if (failure) this.#failed(failure);
    if (running) {
      this.#showProgress(running);
      await this.#follow();
    }
  }

  async #begin() {
    replace(this.#trouble);
    if (this.#isFollowed) return;
    try {
      announce("Verifying.");
      await begin("/data/verification", this.#signal);
    } catch (error) {
      if (isLeft(error)) return;
      // Somebody else has begun one, which is just as good.
      if (!(error instanceof Refusal && error.status === 409)) {
        this.#failed(words(error));
        return;
      }
    }
    await this.#follow();
  }

  async #follow() {
    if (this.#isFollowed) return;
    this.#isFollowed = true;
    this.#button.setAttribute("aria-disabled", "true");
    this.#progress.hidden = false;
    try {
      await this.#read();
    } catch (error) {
      if (!isLeft(error)) {
        replace(this.#trouble,
          complaint("It is not known how the verification goes on.", words(error)));
      }
    }
    this.#isFollowed = false;
    this.#button.removeAttribute("aria-disabled");
    this.#progress.hidden = true;
  }

  async #read() {
    for await (const { name, data } of events("/data/verification/events", this.#signal)) {
      if (name === "progress" && data) this.#showProgress(data);
      if (name === "failed") {
        this.#failed(data.message);
        return;
      }
      if (name === "done") {
        this.#showLast(data);
        announce(this.#last.innerText.slice(0, 400));
        return;
      }
    }
    throw new TypeError("The events broke off.");
  }

  #failed(message) {
    replace(this.#trouble, complaint("It could not be verified.", message));
  }

  #showProgress(progress) {
    this.#meter.max = Math.max(progress.total_bytes, 1);
    this.#meter.value = progress.bytes;
    if (progress.total_segments === 0) {
      this.#words.textContent = "Reading the index\u2026";
      return;
    }
    const findings = progress.findings > 0 ? `, ${count(progress.findings, "finding")}` : "";
    this.#words.textContent = `${bytes(progress.bytes)} of ${bytes(progress.total_bytes)}, `
      + `${grouped(progress.segments)} of ${count(progress.total_segments, "segment")}${findings}`;
  }

  #showLast(last) {
    if (!last) {
      replace(this.#last,
        element("p", {}, "Nothing has been verified since this server was started."), note());
      return;
    }
    const { report, started_at: started, ended_at: ended } = last;
    const looked = [
      count(report.segments, "segment"), count(report.activities ?? 0, "activity", "activities"),
      count(report.amendments ?? 0, "amendment"), `${grouped(report.quarantined ?? 0)} quarantined`,
      report.redacted > 0 && `${grouped(report.redacted)} redacted`,
    ].filter(Boolean).join(", ");
    replace(this.#last,
      element("p", {}, element("b", {}, `Last verified ${moment(ended)}`),
        `, begun ${moment(started)}: ${looked}.`),
      outcome(last), note());
  }
}

function note() {
  return element("p", { class: "note" }, "A server that only reads writes nothing down: this is its"
    + " own last verification since it was started. topo-archive verify does the same, and checks"
    + " signatures and kept checkpoints besides.");
}
