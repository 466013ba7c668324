-- One round trip for a worker: book what ended, take what waits. The keys are RQ's own.
-- KEYS: queue, started registry, finished registry, failed registry, worker.
-- ARGV: how many to take, now, now as RQ writes it, seconds a started entry counts,
--       seconds a finished job is kept, seconds a failed one is, worker's name,
--       then id and outcome of each job that ended.
local now = tonumber(ARGV[2])
local most_kept = 1000
for i = 8, #ARGV, 2 do
  local id, failed = ARGV[i], ARGV[i + 1] == 'failed'
  local kept = tonumber(failed and ARGV[6] or ARGV[5])
  local registry = failed and KEYS[4] or KEYS[3]
  redis.call('ZREM', KEYS[2], id .. ':1')
  redis.call('ZREMRANGEBYSCORE', registry, 0, now)
  if redis.call('ZCARD', registry) >= most_kept then
    redis.call('DEL', 'rq:job:' .. id) -- SQL keeps the history, here a crowd must not fill memory
  elseif redis.call('EXISTS', 'rq:job:' .. id) == 1 then
    redis.call('HSET', 'rq:job:' .. id, 'status', ARGV[i + 1], 'ended_at', ARGV[3])
    redis.call('EXPIRE', 'rq:job:' .. id, kept)
    redis.call('ZADD', registry, now + kept, id)
  end
  if redis.call('EXISTS', KEYS[5]) == 1 then
    redis.call('HINCRBY', KEYS[5], failed and 'failed_job_count' or 'successful_job_count', 1)
  end
end
local taken = {}
for i = 1, tonumber(ARGV[1]) do
  local id = redis.call('LPOP', KEYS[1])
  if not id then break end
  redis.call('ZADD', KEYS[2], now + tonumber(ARGV[4]), id .. ':1')
  if redis.call('EXISTS', 'rq:job:' .. id) == 1 then
    redis.call('HSET', 'rq:job:' .. id, 'status', 'started', 'started_at', ARGV[3],
      'worker_name', ARGV[7])
  end
  taken[i] = id
end
return taken
