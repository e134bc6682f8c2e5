/** Makes every resource depend on the switch, and the end of the deployment on every resource. Changes the template. */
export declare function orderAll(template: { Resources: object }): void;
