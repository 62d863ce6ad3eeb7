-- Sends the requests of a file, one body per line, in random order. Environment: POOL = the file, TARGET = the path, AUTH = a bearer
-- token or nothing, SEED = start of the random sequence, CHECK = look into the answers (the warm-up does, the measured run doesn't).
local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/json" }
local auth = os.getenv("AUTH") or ""
if auth ~= "" then headers["Authorization"] = "Bearer " .. auth end

local threads = {}
function setup(thread)
  threads[#threads + 1] = thread
  thread:set("number", #threads)
end

local pool = {}
bad = 0
function init()
  math.randomseed(tonumber(os.getenv("SEED") or "1") * 1000 + number)
  for body in io.lines(os.getenv("POOL")) do pool[#pool + 1] = wrk.format("POST", os.getenv("TARGET"), headers, body) end
end

function request() return pool[math.random(#pool)] end

-- An answer counts as right when it has data and no errors; what the data says was compared before. The first wrong ones are kept in a
-- file beside the pool.
local function keep(status, body)
  local file = io.open(os.getenv("POOL") .. ".wrong", "a")
  file:write(status, " ", body:sub(1, 2000), "\n")
  file:close()
end
if os.getenv("CHECK") then
  function response(status, _, body)
    if status == 200 and not body:find('"errors"', 1, true) and body:find('"data":{', 1, true) then return end
    bad = bad + 1
    if bad <= 5 then keep(status, body) end
  end
end

function done(summary, latency)
  local wrong, e = 0, summary.errors
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("bad") end
  io.write(string.format('RESULT {"requests":%d,"perSecond":%.1f,"p50":%.3f,"p99":%.3f,"errors":%d}\n', summary.requests,
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout + wrong))
end
