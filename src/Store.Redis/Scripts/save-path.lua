-- Saves or removes one path, in either layout, and renews the whole key.
--
-- KEYS[1]  a hash, field -> value
-- ARGV[1]  the field: a path without empty segments, or its digest
-- ARGV[2]  the value; nothing removes the field
-- ARGV[3]  time to live in milliseconds, for the whole key
-- ARGV[4]  how many fields to keep, at least 1
-- Answer   nil
-- Cost     one HSET; past the bound random other fields go, 8 at most, so that the call stays short also when the hash was
--          written by a store without a bound: it then shrinks with every save. Of long fields fewer go: each is copied three
--          times, and one is enough for a hash not to grow.

local key, field = KEYS[1], ARGV[1]
local MOST, MOST_BYTES = 8, 200000

if ARGV[2] == '' then
  redis.call('HDEL', key, field)
elseif redis.call('HSET', key, field, ARGV[2]) == 1 then
  local over, bytes = math.min(redis.call('HLEN', key) - ARGV[4], MOST), 0
  while over > 0 and bytes < MOST_BYTES do
    local victim = redis.call('HRANDFIELD', key)
    if victim == field then
      -- The one just saved stays: one of two different ones is another.
      local two = redis.call('HRANDFIELD', key, 2)
      victim = two[1] == field and two[2] or two[1]
    end
    redis.call('HDEL', key, victim)
    over, bytes = over - 1, bytes + #victim
  end
end
redis.call('PEXPIRE', key, ARGV[3])
