// What the activities of a range are: by type at once, by channel and template as segments are
// read.

import { barTable } from "./bars.js";
import { announce, complaint, element, renew, replace } from "./elements.js";
import { funnel } from "./funnel.js";
import { address } from "./navigation.js";
import { events, isLeft, words } from "./requests.js";
import { activities, count, grouped, isUUID } from "./words.js";

export class Counts {
  #view;
  #running = null;
  #asked = null;
  #inIndex = 0;
  #total = element("p", { class: "total" });
  #meter = element("progress", { max: 1, value: 0, "aria-label": "Segments read" });
  #progress = element("div", { class: "progress" });
  #types = element("div");
  #channels = element("div");
  #templates = element("div");
  #funnel = element("div");

  /** Counts of a view that may be left. */
  constructor(view) {
    this.#view = view;
    this.element = element("div", { class: "counts" }, this.#total, this.#progress,
      element("div", { class: "charts" }, this.#types, this.#channels),
      this.#funnel, this.#templates);
  }

  /** Counts a range; what is still counted of another one is let go. */
  show(range) {
    const asked = address("/data/counts", range.days);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#running?.abort();
    this.#running = new AbortController();
    this.#count(asked, range.filter, range.words,
      AbortSignal.any([this.#view, this.#running.signal]));
  }

  async #count(asked, filter, of, signal) {
    replace(this.#channels);
    replace(this.#templates);
    replace(this.#funnel);
    replace(this.#progress, "Asking\u2026");
    let isWhole = false;
    try {
      for await (const { name, data } of events(asked, signal)) {
        if (signal.aborted) return;
        if (name === "types") this.#showTypes(data, filter, of);
        if (name === "counts") this.#showCounts(data, filter, false);
        if (name === "done") {
          isWhole = true;
          this.#showCounts(data, filter, true);
          this.#end(data);
        }
      }
      if (!isWhole) throw new TypeError("The answer broke off.");
    } catch (error) {
      if (isLeft(error) || signal.aborted) return;
      this.#asked = null;
      replace(this.#progress, complaint("The counts are not whole.", words(error)));
    }
  }

  #showTypes({ activities: total, types }, filter, of) {
    this.#inIndex = total;
    replace(this.#total, element("b", {}, activities(total)), ` ${of}. `,
      element("a", { href: address("/search", filter) }, "Search them"));
    const rows = Object.entries(types).map(([value, number]) => ({
      value, number, href: address("/search", { ...filter, type: value }),
    }));
    replace(this.#types, barTable("By type", "Type", rows, {
      total, isWhole: true, note: "as first archived, by the index",
    }));
  }

  #showCounts(data, filter, isWhole) {
    const { segments_read: read, segments, channels, templates } = data;
    if (read < segments) {
      this.#meter.max = segments;
      this.#meter.value = read;
      replace(this.#progress, this.#meter,
        ` Reading segments: ${grouped(read)} of ${grouped(segments)}`);
    }
    const sum = channels.reduce((total, channel) => total + channel.count, 0);
    renew(this.#channels, barTable("By channel", "Channel", channels.map((channel) => ({
      value: channel.value, number: channel.count,
      href: channel.value === null ? null
        : address("/search", { ...filter, channel: channel.value }),
    })), { total: sum, isWhole }));
    renew(this.#funnel, funnel(data, filter, isWhole));
    renew(this.#templates, barTable("By template", "Template", templates.map((template) => ({
      value: template.id, number: template.activities, isMono: true,
      href: !isUUID(template.id ?? "") ? null
        : address("/search", { ...filter, sequence_template_id: template.id }),
    })), { total: sum, isWhole, all: data.templates_total }));
  }

  #end({ segments, faults, channels }) {
    const silent = this.#inIndex - channels.reduce((total, channel) => total + channel.count, 0);
    const text = `${count(segments, "segment")} read.`;
    const redacted = silent > 0 && faults === 0
      && ` By channel and template ${activities(silent)} fewer than by type: what was redacted has`
        + " neither any more.";
    replace(this.#progress, text, redacted, faults > 0 && complaint(
      `${count(faults, "place")} of the archive cannot be read, so the counts are not whole.`,
      "Run verify, or see Integrity, to know why."));
    announce(text);
  }
}
