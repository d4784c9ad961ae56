export { type CallOptions, type Calls, connectGrpc, type GrpcClient } from './client.ts';
export { type GrpcServer, type ServiceEntry, serveGrpc } from './server.ts';
export { conversing, streaming } from './streaming.ts';
export { unary } from './unary.ts';
