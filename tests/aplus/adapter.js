"use strict";
// What promises-aplus-tests asks of an implementation, answered by bridge.py.
//
// A request to Python goes out on one pipe and its one reply comes in on another. Whoever waits
// for a reply serves the requests of the other meanwhile. Python's event loop gets a turn only
// when no JavaScript is on the stack, so a handler that is called too early is seen to be.

const fs = require("fs");
const [INPUT, OUTPUT] = process.env.PIPES.split(" ").map(Number);

const objects = []; // of JavaScript; Python knows them by their index
const indices = new Map();
const stubs = []; // of Python's promises and functions, by the number Python gave them
const numbers = new Map();

let received = "";
function receive() {
  const chunk = Buffer.alloc(65536);
  while (!received.includes("\n")) {
    const size = fs.readSync(INPUT, chunk);
    if (size === 0) process.exit(70); // Python has gone
    received += chunk.toString("ascii", 0, size);
  }
  const [line] = received.split("\n", 1);
  received = received.slice(line.length + 1);
  return JSON.parse(line);
}

function send(...message) {
  fs.writeSync(OUTPUT, JSON.stringify(message) + "\n");
}

function encode(value) {
  if (value === undefined) return ["undefined", null];
  if (Object(value) !== value) return ["primitive", value];
  if (numbers.has(value)) return ["python", numbers.get(value)];
  if (!indices.has(value)) indices.set(value, objects.push(value) - 1);
  return [typeof value, indices.get(value)];
}

function decode([kind, value]) {
  if (kind === "undefined") return undefined;
  if (kind === "primitive") return value;
  if (kind === "javascript") return objects[value];
  if (kind === "TypeError") return new TypeError(value);
  if (kind === "Error") return new Error(value);
  if (!(value in stubs)) {
    const call = (...given) => request("call", stubs[value], ...given);
    const then = (...handlers) => request("then", stubs[value], ...handlers);
    stubs[value] = kind === "promise" ? { then } : call;
    numbers.set(stubs[value], value);
  }
  return stubs[value];
}

const answers = {
  read: (object, name) => object[name],
  call: (callee, self, ...given) => callee.apply(self, given),
};

function exchange(what, ...given) {
  send(what, ...given.map(encode));
  for (;;) {
    const [answer, ...values] = receive();
    if (answer === "returned") return decode(values[0]);
    if (answer === "raised") throw decode(values[0]);
    try {
      send("returned", encode(answers[answer](...values.map(decode))));
    } catch (error) {
      send("raised", encode(error));
    }
  }
}

function request(what, ...given) {
  if (!exports.turnIsDue) {
    exports.turnIsDue = true;
    setImmediate(() => {
      exports.turnIsDue = false;
      exchange("turn");
    });
  }
  return exchange(what, ...given);
}

exports.turnIsDue = false;
exports.resolved = (value) => request("resolved", value);
exports.rejected = (reason) => request("rejected", reason);
exports.deferred = () => {
  let functions;
  const promise = request("promise", (...both) => (functions = both));
  const [resolve, reject] = functions;
  return { promise, resolve, reject };
};
