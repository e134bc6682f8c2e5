/**
 * What the work comes to, if that is in time. Work that is not goes on, and nobody hears of it.
 * @throws Error once the time is over
 */
export async function withinTime<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not finished within ${Math.round(ms / 1_000)} s`));
    }, ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
