// Passkeys travel as JSON; browsers want bytes. Not all browsers translate by themselves yet.

/** @typedef {{ id: string, type: "public-key", transports?: AuthenticatorTransport[] }} Known */

/** @param {string} text */
function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {Known[] | undefined} list */
const described = (list) => (list ?? []).map((known) => ({ ...known, id: bytes(known.id) }));

/**
 * @param {any} options as the server wrote them
 * @returns {PublicKeyCredentialCreationOptions}
 */
export function creation(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: described(options.excludeCredentials),
  };
}

/**
 * @param {any} options as the server wrote them
 * @returns {PublicKeyCredentialRequestOptions}
 */
export function request(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: described(options.allowCredentials),
  };
}

/**
 * Write what the browser gives as the server reads it.
 *
 * @param {PublicKeyCredential} credential
 */
export function written(credential) {
  const response = /** @type {any} */ (credential.response);
  const names = [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ];
  const told = names.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(told),
  });
}
