-- What wrk runs for scripts/test-load: asks for the paths of a file, each thread from another place on, and
-- counts the answers by their status.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(arguments)
  paths = {}
  for path in io.lines(arguments[1]) do
    paths[#paths + 1] = wrk.format("GET", path)
  end
  position = math.floor(#paths * number / 2)
  statuses = {}
  samples = {}
end

function request()
  position = position % #paths + 1
  return paths[position]
end

function response(status, headers, body)
  statuses[status] = (statuses[status] or 0) + 1
  if status >= 300 and #samples < 5 then
    samples[#samples + 1] = status .. " " .. body:sub(1, 200)
  end
end

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(c) return string.format("\\u%04x", c:byte()) end) .. '"'
end

function done(summary, latency)
  local counts, words = {}, {}
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("statuses")) do
      counts[status] = (counts[status] or 0) + count
    end
    for _, sample in ipairs(thread:get("samples")) do table.insert(words, quoted(sample)) end
  end
  local members = {}
  for status, count in pairs(counts) do
    table.insert(members, string.format('"%d":%d', status, count))
  end
  local sockets = summary.errors
  print(string.format(
    '{"requests":%d,"bytes":%d,"microseconds":%d,"p50":%d,"p99":%d,"longest":%d,'
      .. '"sockets":{"connect":%d,"read":%d,"write":%d,"timeout":%d},"statuses":{%s},"samples":[%s]}',
    summary.requests, summary.bytes, summary.duration, latency:percentile(50), latency:percentile(99),
    latency.max, sockets.connect, sockets.read, sockets.write, sockets.timeout,
    table.concat(members, ","), table.concat(words, ",")))
end
