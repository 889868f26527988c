// Serves stripe-stateful-mock on 127.0.0.1, a free port, which it writes to its output.
const { createExpressApp } = require("stripe-stateful-mock");

const server = createExpressApp().listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => server.close(() => process.exit(0))).resume();
