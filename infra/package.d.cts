export interface Packaged {
  /** Contains the deployment packages, one zip per function. */
  readonly folder: string;
  /** The CloudFormation template, parsed. */
  readonly template: unknown;
}
export declare function packageService(folder: string): Promise<Packaged>;
export declare function readPackage(folder: string): Packaged;
