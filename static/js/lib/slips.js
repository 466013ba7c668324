// Which address was probably meant; balcao/accounts/addresses.py finds the same.

/**
 * @param {string} address
 * @param {string} domains common ones, and `slip:meant` for what is known to be mistaken or right
 */
export function suggestion(address, domains) {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).toLowerCase();
  const meant = at > 0 && meantBy(domain, domains.split(" "));
  return meant && meant !== domain ? `${address.slice(0, at)}@${meant}` : null;
}

/**
 * @param {string} domain
 * @param {string[]} entries
 */
function meantBy(domain, entries) {
  if (entries.includes(domain)) return domain;
  const noted = entries.find((entry) => entry.startsWith(`${domain}:`));
  if (noted) return noted.slice(domain.length + 1);
  return entries.find((entry) => !entry.includes(":") && isOneSlip(domain, entry));
}

/**
 * @param {string} typed
 * @param {string} meant
 */
function isOneSlip(typed, meant) {
  if (Math.abs(typed.length - meant.length) > 1) return false;
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start += 1;
  const [rest, other] = [typed.slice(start), meant.slice(start)];
  const exchanged =
    rest[0] === other[1] && rest[1] === other[0] && rest.slice(2) === other.slice(2);
  const missing = rest === other.slice(1) || rest.slice(1) === other;
  return exchanged || missing || rest.slice(1) === other.slice(1);
}
