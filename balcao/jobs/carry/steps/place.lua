-- Put RQ ids into a queue: behind all that are as urgent, before all that are less so.
-- KEYS: the queue's list.  ARGV: id, priority, id, priority, ...
for i = 1, #ARGV, 2 do
  local id, priority = ARGV[i], tonumber(ARGV[i + 1])
  local before = false
  for at = redis.call('LLEN', KEYS[1]) - 1, 0, -1 do
    local other = redis.call('LINDEX', KEYS[1], at)
    if tonumber(redis.call('HGET', 'rq:job:' .. other, 'priority') or '0') >= priority then
      break
    end
    before = other
  end
  if before then
    redis.call('LINSERT', KEYS[1], 'BEFORE', before, id)
  else
    redis.call('RPUSH', KEYS[1], id)
  end
end
