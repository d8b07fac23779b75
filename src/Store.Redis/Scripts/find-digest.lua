-- The longest saved path that a path begins with; layout Hashed: a field is the digest of a path.
--
-- KEYS[1]  a hash, digest (16 bytes) -> value
-- ARGV[1]  the digests of the candidates, longest candidate first, one behind the other
-- ARGV[2]  time to live in milliseconds, for the whole key; set on a hit, left alone on a miss
-- Answer   '<place, 0 for the first>:<value>' for a hit, nil for a miss
--
-- Cost. The first few are asked for at once: most requests match there. For the others it depends on how many digests are
-- saved. Few: each is searched among the candidates. Many more than there are candidates: those are asked for in batches. In
-- between: all saved digests are read. So are those of a hash that may be in its compact encoding: Redis looks through all of
-- it for each candidate that is asked for.

-- Rounded, because Lua 5.4, which Garnet has, writes a quotient as '4.0'.
local key, digests, count = KEYS[1], ARGV[1], math.floor(#ARGV[1] / 16)
local FIRST, BATCH, FEW, COMPACT = 4, 64, 16, 512

local function digest(place)
  return string.sub(digests, 16 * place - 15, 16 * place)
end

-- Passes over a place where the bytes stand across two digests.
local function placeOf(wanted)
  local from = 0
  repeat
    from = string.find(digests, wanted, from + 1, true)
    if from and from % 16 == 1 then return math.floor(from / 16) + 1 end
  until not from
end

local function hit(place, value)
  redis.call('PEXPIRE', key, ARGV[2])
  return (place - 1) .. ':' .. value
end

local function probe(from, to)
  local fields = {}
  for place = from, to do fields[place - from + 1] = digest(place) end
  local values = redis.call('HMGET', key, unpack(fields))
  for i = 1, #fields do
    if values[i] and values[i] ~= '' then return hit(from + i - 1, values[i]) end
  end
end

local answer = probe(1, math.min(FIRST, count))
if answer or count <= FIRST then return answer end

local fields, left = redis.call('HLEN', key), count - FIRST
if fields == 0 then return nil end
if fields > 4 * left and (fields > COMPACT or left <= 20) then
  for from = FIRST + 1, count, BATCH do
    answer = probe(from, math.min(from + BATCH - 1, count))
    if answer then return answer end
  end
  return nil
end

if fields <= FEW then
  local all, best, value = redis.call('HGETALL', key), count + 1, nil
  for i = 1, #all, 2 do
    local place = #all[i] == 16 and all[i + 1] ~= '' and placeOf(all[i])
    if place and place < best then best, value = place, all[i + 1] end
  end
  return value and hit(best, value)
end

local saved = {}
for _, field in ipairs(redis.call('HKEYS', key)) do saved[field] = true end
for place = FIRST + 1, count do
  if saved[digest(place)] then
    local value = redis.call('HGET', key, digest(place))
    if value and value ~= '' then return hit(place, value) end
  end
end
return nil
