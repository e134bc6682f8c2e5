/** The SigV4 credential scope: the access key that signed a request, its service and its Region. */
export interface CredentialScope {
  readonly accessKeyId: string | undefined;
  readonly region: string;
  readonly service: string;
}

/** Reads the credential scope of an Authorization header; undefined if there is none. Signatures are not checked. */
export function readScope(authorization: string | undefined): CredentialScope | undefined {
  const match = /Credential=([^/\s,]+)\/\d{8}\/([^/\s,]+)\/([^/\s,]+)\/aws4_request/.exec(
    authorization ?? '',
  );
  const [, accessKeyId, region, service] = match ?? [];
  return region === undefined || service === undefined ? undefined : { accessKeyId, region, service };
}
