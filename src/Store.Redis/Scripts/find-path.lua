-- The longest saved path that a path begins with, segments compared whole; layout FullPath, the wire format.
--
-- KEYS[1]  a hash, path -> value
-- ARGV[1]  the path to look up, without empty segments
-- ARGV[2]  time to live in milliseconds, for the whole key; set on a hit, left alone on a miss
-- ARGV[3]  nothing, or the answer of the call before: how long the longest candidate is that is still to be looked at, negative
--          as long as step 3 is to come
-- Answer   '<length in bytes>:<value>' for a hit, nil for a miss, an integer when the call has held the server long enough:
--          ask again with it. Candidates are always looked at longest first.
--
-- Cost. What a candidate costs is mostly its bytes: they are copied twice and hashed, 1.6 ns each. So:
-- 1. The last candidates are asked for one by one: most requests match within the last few segments.
-- 2. A key of a few paths, not long ones, is read as a whole once the first candidate is missed.
-- 3. When hundreds of candidates are left but not many more paths are saved, the saved paths are walked instead: HSCAN drops
--    those that share no long beginning before they are copied to the script, at a tenth of the cost of a candidate. A walk
--    that turns out dearer than it is worth is given up.
-- 4. What is left is asked for in batches.
-- No call goes on once it has asked for a megabyte of candidates, 2 ms, or the like of it in step 3: whoever chose the paths.

local key, path, limit = KEYS[1], ARGV[1], tonumber(ARGV[3])
local find, sub, max, min, floor = string.find, string.sub, math.max, math.min, math.floor
local SINGLE, NEXT, SHORT, BATCH, FEW, FEW_BYTES = 4, 4, 16, 32, 4, 400000
local BATCH_BYTES, CALL_BYTES, CANDIDATE, WINDOW = 200000, 1000000, 300, 4096
local SCAN_FIELDS, SCAN_BYTES, SCAN_COST, SCAN_WORTH, PAGE_COST, COPY, QUOTE = 1024, 200000, 10000000, 60000, 5000000, 40, 100

-- What this call has done, in bytes of candidates asked for.
local spent = 0

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
  local fields, count, first = {}, 0, spent
  repeat
    local length = lengths[last - count]
    count = count + 1
    fields[count] = sub(path, 1, length)
    spent = spent + length + CANDIDATE
  until count == most or count == last or spent - first > BATCH_BYTES
  local values = redis.call('HMGET', key, unpack(fields))
  for i = 1, count do
    if values[i] and values[i] ~= '' then return hit(#fields[i], values[i]) end
  end
  return nil, last - count
end

-- About how many bytes the whole key takes, by a sample; a user who may not know gets the careful way.
local function usage()
  local bytes = redis.pcall('MEMORY', 'USAGE', key, 'SAMPLES', 32)
  return type(bytes) == 'number' and bytes or 1e12
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
-- unit of cost is one byte copied by HSCAN, 0.15 ns; a byte compared costs 9, a field 1,600, one more copy to the script 40,
-- a byte quoted for MATCH 100, a candidate's byte 10.
local function deepest(known, most, fields)
  local others = most * SHORT / known * (CANDIDATE + most / 2)
  if others < SCAN_WORTH or fields > SCAN_FIELDS then return most end
  local size, cost = usage() / fields, 0
  local function costOf(count) return count * (1600 + size + 9 * min(known, size)) end
  if size > SCAN_BYTES or costOf(fields) > SCAN_COST or costOf(fields) > 5 * others then return most end

  local function quoted(from, to) return (string.gsub(sub(path, from, to), '[%*%?%[%]\\]', '\\%0')) end
  local cursor, shared, pattern = '0', known - 1, quoted(1, known)
  repeat
    local count = max(1, min(10, floor(PAGE_COST / (costOf(1) + COPY * size))))
    local page = redis.call('HSCAN', key, cursor, 'MATCH', pattern .. '*', 'COUNT', count)
    local field = page[2][1]
    cost = cost + costOf(count)
    for i = 1, #page[2] do cost = cost + COPY * #page[2][i] end
    if field then
      local low, high = known, min(#field, most)
      while low < high do
        local middle = math.ceil((low + high) / 2)
        if sub(field, low + 1, middle) == sub(path, low + 1, middle) then low = middle else high = middle - 1 end
      end
      local before = known
      shared, known = low, (find(path, '-', low + 2, true) or #path + 1) - 1
      cost = cost + QUOTE * (known - before)
      if known > most or cost > SCAN_COST then break end
      pattern = pattern .. quoted(before + 1, known)
    else
      cursor = tostring(page[1])
    end
    if cost > SCAN_COST then break end
  until not field and cursor == '0'
  spent = spent + cost / 10
  return (cost > SCAN_COST or known > most) and most or shared
end

local lengths, left, answer
if not limit then
  limit = #path
  local value = redis.call('HGET', key, path)
  if value and value ~= '' then return hit(limit, value) end
  spent = limit
  local fields = redis.call('HLEN', key)
  if fields == 0 then return nil end
  if fields <= FEW and usage() < FEW_BYTES then return longest() end

  local tail = max(limit - 255, 1)
  lengths, left = candidates(tail, limit)
  left = left - 1
  for _ = 2, min(SINGLE, left + 1) do
    if spent > CALL_BYTES then return -lengths[left] end
    value = redis.call('HGET', key, sub(path, 1, lengths[left]))
    if value and value ~= '' then return hit(lengths[left], value) end
    spent = spent + lengths[left]
    left = left - 1
  end
  if left > 0 and spent <= CALL_BYTES then
    answer, left = probe(lengths, left, tail == 1 and BATCH or NEXT)
    if answer then return answer end
  end
  if tail == 1 and left == 0 then return nil end
  limit = left > 0 and -lengths[left] or 1 - tail
  if spent > BATCH_BYTES then return limit end
end

if limit < 0 then
  limit = -limit
  local fields = redis.call('HLEN', key)
  if fields == 0 then return nil end
  local short, count = candidates(1, limit, SHORT + 1)
  if count > SHORT then limit = deepest(short[SHORT], limit, fields) end
end

-- A window at a time, so that no call counts all the segments of a path of very many.
local window = WINDOW
while limit > 0 do
  local tail = max(limit - window, 1)
  lengths, left = candidates(tail, limit)
  while left > 0 do
    if spent > CALL_BYTES then return lengths[left] end
    answer, left = probe(lengths, left, BATCH)
    if answer then return answer end
  end
  limit, window = tail - 1, 2 * window
end
return nil
