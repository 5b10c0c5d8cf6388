"use strict";
// The adapter, with timers that fire at once when there is nothing else left to do. Mocha keeps
// the real ones for its timeout: it is loaded before.

const adapter = require("./adapter");
module.exports = adapter;

const timers = [];
let now = 0;
let watching = false;

function fireNextWhenIdle() {
  if (timers.length === 0) {
    watching = false;
    return;
  }
  setImmediate(fireNextWhenIdle);
  if (adapter.turnIsDue) return;
  const due = Math.min(...timers.map((timer) => timer.at));
  const [timer] = timers.splice(timers.findIndex(({ at }) => at === due), 1);
  now = due;
  timer.callback();
}

global.setTimeout = (callback, delay) => {
  const timer = { callback, at: now + delay };
  timers.push(timer);
  if (!watching) {
    watching = true;
    setImmediate(fireNextWhenIdle);
  }
  return timer;
};
global.clearTimeout = (timer) => {
  const index = timers.indexOf(timer);
  if (index >= 0) timers.splice(index, 1);
};
