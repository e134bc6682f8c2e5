declare module 'dynalite' {
  import type { Server } from 'node:http';
  /** Starts an in-memory DynamoDB. */
  function dynalite(options?: {
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
  export default dynalite;
}
