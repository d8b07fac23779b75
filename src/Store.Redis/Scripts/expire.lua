-- Renews an entry of either kind, on Garnet.
--
-- KEYS[1]  an entry
-- ARGV[1]  time to live in milliseconds
-- Answer   1 when there was an entry, else 0
-- Cost     EXISTS and PEXPIRE. Everywhere else PEXPIRE alone does: but Garnet, up to 2.2.8 at least, answers it with bytes that are
--          no answer when the entry has expired and was not reclaimed yet, which breaks the connection for everybody on it.

if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[1])
