// The proof that the archive holds an activity, and how to check it.

import { element, section } from "./elements.js";
import { names } from "./signers.js";

/** What there is to download, or why there is nothing. */
export function proof({ id, proof: isThere, redacted, signers }) {
  if (!isThere) {
    return section("proof", "Proof", element("p", {}, redacted
      ? "What it said was redacted, so that nothing is left to prove."
      : "None can be given for it now."));
  }
  const name = `${id}.proof`;
  return section("proof", "Proof",
    element("p", {}, "A small text with the record, byte for byte, and what ties it to the"
      + " archive's checkpoint. Whoever has the public key can check it, without the archive."),
    element("p", {}, element("a", {
      class: "button", href: `/data/activities/${encodeURIComponent(id)}/proof`, download: name,
    }, "Download the proof"),
    signers.length > 0 ? [" with a checkpoint signed by ", ...names(signers)]
      : element("strong", { class: "unsigned" }, " The checkpoint is not signed: check-proof will not"
        + " take this proof. Fetch with --signing-key, then get it again.")),
    element("pre", {},
      `topo-archive check-proof ${name} --public-key FILE`),
    element("p", { class: "note" }, "FILE is the public key that the archive's checkpoints are"
      + " signed with; get it from its owner, not from here. A proof from a checkpoint that nobody"
      + " has signed is not taken."));
}
