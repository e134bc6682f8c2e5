/** The template for a StackSet: the packaged template, with the code in a bucket that all accounts can read. */
export declare function portable(template: unknown): object;
