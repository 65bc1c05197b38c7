// Security keys. The challenge of a signature is the SHA-256 of the decision's canonical text, computed here from the
// text that is on the screen, never taken from the server.
import { fromBase64, sha256, toBase64Url, utf8 } from './bytes';

export interface EnrolmentChallenge {
  challenge: string;
  rp_id: string;
  rp_name: string;
  user_handle: string;
  user_name: string;
}

export const available = (): boolean => typeof PublicKeyCredential !== 'undefined';

export async function enrol(c: EnrolmentChallenge): Promise<{ credential_id: string; client_data_json: string; attestation_object: string }> {
  const credential = (await navigator.credentials.create({
    publicKey: {
      challenge: fromBase64(c.challenge),
      rp: { id: c.rp_id, name: c.rp_name },
      user: { id: fromBase64(c.user_handle), name: c.user_name, displayName: c.user_name },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { userVerification: 'preferred' },
      attestation: 'none',
      timeout: 120_000,
    },
  })) as PublicKeyCredential | null;
  if (!credential) throw new Error('no credential');
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    credential_id: toBase64Url(credential.rawId),
    client_data_json: toBase64Url(response.clientDataJSON),
    attestation_object: toBase64Url(response.attestationObject),
  };
}

export interface Assertion {
  credential_id: string;
  authenticator_data: string;
  client_data_json: string;
  signature: string;
}

export async function signText(credentialId: string, text: string): Promise<Assertion> {
  const credential = (await navigator.credentials.get({
    publicKey: {
      challenge: await sha256(utf8(text)),
      allowCredentials: [{ type: 'public-key', id: fromBase64(credentialId) }],
      userVerification: 'preferred',
      timeout: 120_000,
    },
  })) as PublicKeyCredential | null;
  if (!credential) throw new Error('no credential');
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    credential_id: toBase64Url(credential.rawId),
    authenticator_data: toBase64Url(response.authenticatorData),
    client_data_json: toBase64Url(response.clientDataJSON),
    signature: toBase64Url(response.signature),
  };
}
