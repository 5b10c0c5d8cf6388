"use strict";
// Runs the programs of order.py on the Promise of this engine: a JSON array of
// programs on standard input, a JSON array of their logs on standard output.

class Reason {
  constructor(number) {
    this.number = number;
  }
}

function show(value) {
  if (value instanceof Reason) return `!${value.number}`;
  if (value instanceof AggregateError) return `AggregateError${show(value.errors)}`;
  if (value instanceof TypeError) return "TypeError";
  if (value instanceof Promise) return "promise";
  if (Array.isArray(value)) return `[${value.map(show).join(" ")}]`;
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  if ("status" in value) return `${value.status}:${show(value.reason ?? value.value)}`;
  return "thenable";
}

class Run {
  constructor() {
    this.log = [];
    this.promises = [];
    this.resolvers = [];
  }

  value([kind, what], argument) {
    if (kind === "number") return what;
    if (kind === "argument") return argument;
    if (kind === "promise") return this.promises[what % this.promises.length];
    const [name, statements, calls] = what;
    return {
      then: (resolve, reject) => {
        this.log.push(`then ${name}`);
        statements.forEach((statement) => this.execute(statement));
        for (const [how, given] of calls) {
          if (how === "throw") throw new Reason(name);
          if (how === "resolve") resolve(this.value(given));
          else reject(new Reason(name));
        }
      },
    };
  }

  handler(description) {
    if (description === null) return undefined;
    const [name, statements, [how, given]] = description;
    return (argument) => {
      this.log.push(`${name} ${show(argument)}`);
      statements.forEach((statement) => this.execute(statement));
      if (how === "throw") throw new Reason(name);
      return this.value(given, argument);
    };
  }

  execute([kind, ...rest]) {
    if (kind === "settle") {
      if (this.resolvers.length === 0) return;
      const [which, how, given] = rest;
      const [resolve, reject] = this.resolvers[which % this.resolvers.length];
      if (how === "resolve") resolve(this.value(given));
      else reject(new Reason(which));
    } else {
      this.promises.push(this.make(kind, rest));
    }
  }

  make(kind, rest) {
    if (kind === "resolve") return Promise.resolve(this.value(rest[0]));
    if (kind === "reject") return Promise.reject(new Reason(rest[0]));
    if (kind === "pending") {
      return new Promise((...resolvers) => this.resolvers.push(resolvers));
    }
    if (kind === "combine") {
      return Promise[rest[0]](rest[1].map((given) => this.value(given)));
    }
    const source = this.value(["promise", rest[0]]);
    return source[kind](...rest[1].map((description) => this.handler(description)));
  }
}

let run;
process.on("unhandledRejection", (_, promise) => {
  run.unhandled.push(run.promises.indexOf(promise));
});

async function main() {
  const programs = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const logs = [];
  for (const program of programs) {
    run = new Run();
    run.unhandled = [];
    program.forEach((statement) => run.execute(statement));
    await new Promise((resolve) => setImmediate(resolve));
    const unhandled = run.unhandled.filter((index) => index >= 0);
    logs.push([...run.log, `unhandled ${unhandled.sort((a, b) => a - b).join(" ")}`]);
  }
  process.stdout.write(JSON.stringify(logs));
}

main();
