-- wrk: a case by POST, each of the next customer of the file that BENCH_CUSTOMERS names.
local customers = {}
for line in io.lines(os.getenv("BENCH_CUSTOMERS")) do customers[#customers + 1] = line end
local count = 0

wrk.method = "POST"
wrk.headers["Authorization"] = os.getenv("BENCH_AUTHORIZATION")
wrk.headers["Content-Type"] = "application/json"

function request()
  count = count + 1
  local customer = customers[count % #customers + 1]
  return wrk.format(nil, nil, nil, string.format(
    '{"kind":"question","subject":"Where is part %d of my order","customer":"%s"}', count, customer))
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'BENCH {"requests":%d,"seconds":%.6f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
