-- Adds one to an integer that starts at 0, and renews it.
--
-- KEYS[1]  an integer
-- ARGV[1]  time to live in milliseconds
-- Answer   the integer after the addition, as text past 2^53, where a Lua number is no longer exact. Past the end of int64,
--          and on a value that is no integer, INCR fails, the script with it, and nothing is changed or renewed.
-- Cost     INCR and PEXPIRE

local value = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
if value > 9007199254740991 or value < -9007199254740991 then return redis.call('GET', KEYS[1]) end
return value
