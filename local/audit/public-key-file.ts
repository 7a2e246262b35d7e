/** Where a download of the audit bucket holds the public key that verifies it. */
export const publicKeyFile = 'public-key.pem';
