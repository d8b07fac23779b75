-- Saves or removes one path, in either layout, and renews the whole key.
--
-- KEYS[1]  a hash, field -> value
-- ARGV[1]  the field: a path without empty segments, or its digest
-- ARGV[2]  the value; nothing removes the field
-- ARGV[3]  time to live in milliseconds, for the whole key
-- ARGV[4]  how many fields to keep, at least 1
-- Answer   nil
-- Cost     one HSET; past the bound random other fields go, 8 at most, so that the call stays short also when the hash was
--          written by a store without a bound: it then shrinks with every save.

local key, field = KEYS[1], ARGV[1]

if ARGV[2] == '' then
  redis.call('HDEL', key, field)
elseif redis.call('HSET', key, field, ARGV[2]) == 1 then
  local over = math.min(redis.call('HLEN', key) - ARGV[4], 8)
  if over > 0 then
    -- Distinct ones, and one more than must go: the one just saved stays.
    local victims = {}
    for _, other in ipairs(redis.call('HRANDFIELD', key, over + 1)) do
      if other ~= field and #victims < over then victims[#victims + 1] = other end
    end
    redis.call('HDEL', key, unpack(victims))
  end
end
redis.call('PEXPIRE', key, ARGV[3])
