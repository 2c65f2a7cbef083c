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
  #foundDamage;
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

  /** Counts of a view that may be left; who is told when something could not be read. */
  constructor(view, foundDamage) {
    this.#view = view;
    this.#foundDamage = foundDamage;
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
          if (data.faults > 0) await this.#foundDamage();
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
    const sum = counted(data);
    const note = data.faults > 0 && `of ${grouped(read - data.faults)} of ${count(segments,
      "segment")} only`;
    renew(this.#channels, barTable("By channel", "Channel", channels.map((channel) => ({
      value: channel.value, number: channel.count,
      href: channel.value === null ? null
        : address("/search", { ...filter, channel: channel.value }),
    })), { total: sum, isWhole, note, others: data.channels_other }));
    renew(this.#funnel, funnel(data, filter, isWhole));
    renew(this.#templates, barTable("By template", "Template", templates.map((template) => ({
      value: template.id, number: template.activities, isMono: true,
      href: !isUUID(template.id ?? "") ? null
        : address("/search", { ...filter, sequence_template_id: template.id }),
    })), {
      total: sum, isWhole, note, all: data.templates_total, others: data.templates_other,
    }));
  }

  #end(data) {
    const { segments, faults, damaged_days: damagedDays } = data;
    const silent = this.#inIndex - counted(data);
    const text = faults === 0 ? `${count(segments, "segment")} read.`
      : `${grouped(segments - faults)} of ${count(segments, "segment")} were read.`;
    const redacted = silent > 0 && faults === 0
      && ` By channel and template ${activities(silent)} fewer than by type: what was redacted has`
        + " neither any more.";
    const remembered = faults === 0 && damagedDays > 0
      && ` On ${count(damagedDays, "day")} a file was found damaged or missing: what it held is`
        + " counted here as it was once read.";
    replace(this.#progress, faults > 0 ? unread(text, faults) : text, redacted, remembered);
    announce(text);
  }
}

function unread(text, faults) {
  const box = complaint(text,
    `${count(faults, "segment")} cannot be read: what is by channel and template, and the funnel, is`
      + " without what lies there, and so less than there is.");
  box.append(element("p", {}, element("a", { href: "/integrity" }, "Integrity"),
    " verifies everything and says what to do."));
  return box;
}

/** The activities that were counted, those too of values that are not told one by one. */
function counted({ channels, channels_other: others }) {
  return channels.reduce((total, channel) => total + channel.count, 0) + others;
}
