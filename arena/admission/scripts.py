"""The line's steps as Redis runs them: each is one atomic script, on Redis' own clock.

Keys: `waiting` (turn refs by the instant of their arrival), `leases` (turn refs by the instant at which their slots
fall back), `entries` (what is known of each turn: "entrant_a entrant_b battle_ref number"), `since` (when each lease
began) and `mean` (how long turns hold their slots, a running mean in seconds).

How many slots an entrant has in use is counted from the leases at every step: a counter of its own could drift.
"""

PRELUDE = """
local waiting, leases, entries, since, mean = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local slots, lease_seconds, first_mean = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1e6

local function drop(turn)
  redis.call('ZREM', waiting, turn)
  redis.call('ZREM', leases, turn)
  redis.call('HDEL', entries, turn)
  redis.call('HDEL', since, turn)
end

local function sides(turn)
  return string.match(redis.call('HGET', entries, turn) or '', '^(%S+) (%S+)')
end

local function hold(turn)
  redis.call('ZREM', waiting, turn)
  redis.call('ZADD', leases, now + lease_seconds, turn)
  redis.call('HSETNX', since, turn, now)
end

-- Slots of workers that fell silent are free again.
local function expire()
  for _, turn in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do drop(turn) end
end

local function in_use()
  local used = {}
  for _, turn in ipairs(redis.call('ZRANGE', leases, 0, -1)) do
    local a, b = sides(turn)
    if a then used[a] = (used[a] or 0) + 1; used[b] = (used[b] or 0) + 1 end
  end
  return used
end

-- Starts all that can start, the longest waiting first. A turn that cannot start keeps the next slot of each of its
-- entrants, unless an earlier one keeps it already: so turns that want none of what it waits for may pass it, and it
-- still starts as soon as both of its entrants have served whoever is in front.
local function grant()
  local used, kept, granted = in_use(), {}, {}
  for _, turn in ipairs(redis.call('ZRANGE', waiting, 0, -1)) do
    local a, b = sides(turn)
    if not a then
      drop(turn)
    elseif (used[a] or 0) < slots and (used[b] or 0) < slots then
      used[a] = (used[a] or 0) + 1
      used[b] = (used[b] or 0) + 1
      hold(turn)
      granted[#granted + 1] = turn
    else
      for _, side in ipairs({a, b}) do
        if not kept[side] then
          kept[side] = true
          used[side] = (used[side] or 0) + 1
        end
      end
    end
  end
  return granted
end

local function figures()
  return {redis.call('ZCARD', leases), redis.call('GET', mean) or tostring(first_mean)}
end
"""

ARRIVE = (
    PRELUDE
    + """
local turn, entry = ARGV[4], ARGV[5]
expire()
if redis.call('ZSCORE', leases, turn) then
  hold(turn)
else
  redis.call('HSET', entries, turn, entry)
  redis.call('ZADD', waiting, 'NX', now, turn)
end
local granted = grant()
return {granted, redis.call('ZRANK', waiting, turn) or -1, unpack(figures())}
"""
)

# The running mean follows a change of speed within some twenty turns.
LEAVE = (
    PRELUDE
    + """
local turn = ARGV[4]
local began = redis.call('HGET', since, turn)
if began then
  local before = tonumber(redis.call('GET', mean) or first_mean)
  redis.call('SET', mean, before + (now - tonumber(began) - before) / 20)
end
drop(turn)
expire()
return grant()
"""
)

# Writes what Redis may have lost, too: a turn that runs holds its slots whatever Redis remembers.
RENEW = (
    PRELUDE
    + """
for place = 4, #ARGV, 2 do
  redis.call('HSET', entries, ARGV[place], ARGV[place + 1])
  hold(ARGV[place])
end
"""
)

LOOK = (
    PRELUDE
    + """
expire()
local granted = grant()
local line = redis.call('ZRANGE', waiting, 0, -1)
local told = {}
for place, turn in ipairs(line) do told[place] = redis.call('HGET', entries, turn) end
return {granted, line, told, unpack(figures())}
"""
)
