# Makes of the argument parser's manual pages what readers of manuals expect: names with a dash, exit codes
# where they are looked for, paragraphs, and no heading that nothing follows.
#
#   awk -v version=VERSION -f scripts/manual.awk PAGE

function put(line) {
  if (heading != "") { print heading; heading = "" }
  print line
}

/^\.Dt / { sub(/TOPO-ARCHIVE\./, "TOPO-ARCHIVE-") }
/^\.Xr topo-archive\.help / { next }
/^\.Xr / { sub(/topo-archive\./, "topo-archive-") }
/^\.Os$/ { $0 = ".Os \"topo-archive " version "\"" }
/^\.Sh / { section = $0; heading = $0; paragraph = 0; next }
section ~ /NAME/ && /^\.Nm / {
  name = substr($0, 5)
  dashed = name
  gsub(/ /, "-", dashed)
  gsub(/"/, "", dashed)
  put(".Nm " dashed)
  next
}
section ~ /SYNOPSIS/ && /^\.Nm$/ { put(".Nm " name); next }
section ~ /DESCRIPTION/ && match($0, /Exit codes: /) {
  codes = substr($0, RSTART + RLENGTH)
  $0 = substr($0, 1, RSTART - 1)
  sub(/ +$/, "")
  if ($0 == "") next
}
/^\.Ex / && codes != "" {
  put(toupper(substr(codes, 1, 1)) substr(codes, 2))
  next
}
# Before a list there is room already.
/^$/ { paragraph = 1; next }
paragraph && !/^\./ { put(".Pp") }
{ paragraph = 0; put($0) }
