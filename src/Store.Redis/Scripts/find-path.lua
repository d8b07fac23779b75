-- The longest saved path that a path begins with, segments compared whole; layout FullPath, the wire format.
--
-- KEYS[1]  a hash, path -> value
-- ARGV[1]  the path to look up, without empty segments
-- ARGV[2]  time to live in milliseconds, for the whole key; set on a hit, left alone on a miss
-- ARGV[3]  nothing, or the answer of the call before: how long the longest candidate is that is still to be looked at
-- Answer   '<length in bytes>:<value>' for a hit, nil for a miss, an integer when the call has held the server long enough:
--          ask again with it. Candidates are always looked at longest first.
--
-- Cost. What a candidate costs is mostly its bytes: they are copied twice and hashed, 1.6 ns each. So:
-- 1. The last candidates are asked for one by one: most requests match within the last few segments.
-- 2. A key of a few paths is read as a whole once the first candidate is missed.
-- 3. When hundreds of candidates are left but not many more paths are saved, the saved paths are walked instead: HSCAN drops
--    those that share no long beginning before they are copied to the script, at a tenth of the cost of a candidate.
-- 4. What is left is asked for in batches. No call asks for more than about a megabyte: 2 ms, and 4 together with step 3.

local key, path, limit = KEYS[1], ARGV[1], tonumber(ARGV[3])
local find, sub, max, min = string.find, string.sub, math.max, math.min
local SINGLE, NEXT, SHORT, BATCH, FEW = 4, 4, 16, 32, 4
local BATCH_BYTES, CALL_BYTES = 200000, 1000000
local SCAN_FIELDS, SCAN_COST, SCAN_WORTH = 1024, 10000000, 60000

local bytes = 0

local function hit(length, value)
  redis.call('PEXPIRE', key, ARGV[2])
  return length .. ':' .. value
end

-- The lengths of the candidates between two lengths, shortest first; the first few of them.
local function candidates(shortest, longest, most)
  local lengths, count, from = {}, 0, max(shortest, 1)
  repeat
    local dash = find(path, '-', from + 1, true)
    from = dash or #path + 1
    if from - 1 > longest then break end
    count = count + 1
    lengths[count] = from - 1
  until not dash or count == most
  return lengths, count
end

-- Asks for the candidates last, last - 1, ... of a list at once; says which was the last one it asked for.
local function probe(lengths, last, most)
  local fields, count, first = {}, 0, bytes
  repeat
    local length = lengths[last - count]
    count = count + 1
    fields[count] = sub(path, 1, length)
    bytes = bytes + length
  until count == most or count == last or bytes - first > BATCH_BYTES
  local values = redis.call('HMGET', key, unpack(fields))
  for i = 1, count do
    if values[i] and values[i] ~= '' then return hit(#fields[i], values[i]) end
  end
  return nil, last - count
end

-- Looks through all saved paths for the longest candidate.
local function longest()
  local all, best = redis.call('HGETALL', key), nil
  for i = 1, #all, 2 do
    local length = #all[i]
    if length > (best and #all[best] or 0) and all[i + 1] ~= '' and sub(path, 1, length) == all[i]
      and (length == #path or sub(path, length + 1, length + 1) == '-') then
      best = i
    end
  end
  return best and hit(#all[best], all[best + 1])
end

-- Walks the saved paths for the one that shares most of the path's beginning: no longer candidate can be saved. Begins with
-- those that share the SHORT first segments, `known` bytes, and asks for more whenever one is found that shares more. The
-- unit of cost is one byte copied by HSCAN, 0.15 ns; a byte compared costs 9, a field 1,600, a candidate's byte 10.
local function deepest(known, most, fields)
  local others = most * SHORT / known * (300 + most / 2)
  if others < SCAN_WORTH or fields > SCAN_FIELDS then return most end
  local size = 0
  for _, field in ipairs(redis.call('HRANDFIELD', key, -3)) do size = size + #field / 3 end
  local function cost() return fields * (1600 + size + 9 * min(known, size)) end
  if cost() > SCAN_COST or cost() > 5 * others then return most end

  local function beginning() return string.gsub(sub(path, 1, known), '[%*%?%[%]\\]', '\\%0') .. '*' end
  local cursor, shared, pattern = '0', known - 1, beginning()
  repeat
    local page = redis.call('HSCAN', key, cursor, 'MATCH', pattern)
    local field = page[2][1]
    if field then
      local low, high = known, min(#field, most)
      while low < high do
        local middle = math.ceil((low + high) / 2)
        if sub(field, low + 1, middle) == sub(path, low + 1, middle) then low = middle else high = middle - 1 end
      end
      shared, known = low, (find(path, '-', low + 2, true) or #path + 1) - 1
      if known > most or cost() > SCAN_COST then return most end
      pattern = beginning()
    else
      cursor = tostring(page[1])
    end
  until not field and cursor == '0'
  return shared
end

local lengths, left, answer
if not limit then
  limit = #path
  local value = redis.call('HGET', key, path)
  if value and value ~= '' then return hit(limit, value) end
  bytes = limit
  local fields = redis.call('HLEN', key)
  if fields == 0 then return nil end
  if fields <= FEW then return longest() end

  local tail = max(limit - 255, 1)
  lengths, left = candidates(tail, limit)
  left = left - 1
  for _ = 2, min(SINGLE, left + 1) do
    value = redis.call('HGET', key, sub(path, 1, lengths[left]))
    if value and value ~= '' then return hit(lengths[left], value) end
    bytes = bytes + lengths[left]
    left = left - 1
  end
  if left > 0 then
    answer, left = probe(lengths, left, tail == 1 and BATCH or NEXT)
    if answer then return answer end
  end
  if tail == 1 and left == 0 then return nil end

  limit = lengths[left + 1] - 1
  local short, count = candidates(1, limit, SHORT + 1)
  if count > SHORT then limit = deepest(short[SHORT], limit, fields) end
end

lengths, left = candidates(1, limit)
while left > 0 do
  if bytes > CALL_BYTES then return lengths[left] end
  answer, left = probe(lengths, left, BATCH)
  if answer then return answer end
end
return nil
