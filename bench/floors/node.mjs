// A floor: Socket.IO as its authors wrote it, passing an alert on. `node bench/floors/node.mjs PORT`.
import { createServer } from "node:http";
import { Server } from "socket.io";

const server = createServer((_asked, answer) => answer.end());
const io = new Server(server, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => {
  socket.join(socket.handshake.auth.circle);
  socket.on("alert", (told) => socket.to(told.circle).emit("alert", told));
});
server.listen(Number(process.argv[2]), "127.0.0.1", 4096);
