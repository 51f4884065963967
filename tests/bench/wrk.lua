-- Asks for the addresses of a file one after the other, and tells one line of figures: requests, microseconds, faults,
-- median and 99th percentile of the answers' times in microseconds.

local addresses, at = {}, 0

function init(arguments)
  for address in io.lines(arguments[1]) do
    addresses[#addresses + 1] = wrk.format("GET", address)
  end
end

function request()
  at = at % #addresses + 1
  return addresses[at]
end

function done(summary, latency)
  local errors = summary.errors
  local faults = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local figures = { summary.requests, summary.duration, faults, latency:percentile(50), latency:percentile(99) }
  io.write(table.concat(figures, " "), "\n")
end
