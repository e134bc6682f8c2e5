import type { Refusal } from './refusal';
import { sagemaker } from './sagemaker';

const byService: readonly Readonly<Record<string, Refusal>>[] = [sagemaker];

/** What the embedded account refuses as AWS does, by service. A service's file is named after it. */
export const refusals: readonly Refusal[] = byService.flatMap((rows) => Object.values(rows));
