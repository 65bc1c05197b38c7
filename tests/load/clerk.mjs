// Makes a dealer's clerk through the API, as an administrator would, and signs the clerk in:
//   clerk.mjs BASE ADMIN-PASSWORD DEALER-ID      prints COOKIE and CSRF token, one a line
// The administrator's first password is changed on the way, as it has to be.
const [base, first, dealer] = process.argv.slice(2);

const call = async (method, path, body, session, headers = {}) => {
  const answer = await fetch(base + path, {
    method,
    headers: { 'content-type': 'application/json', ...(session && { cookie: session.cookie, 'x-csrf-token': session.csrf }), ...headers },
    body: body && JSON.stringify(body),
  });
  const value = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${value.code}`);
  return { value, answer };
};
const signIn = async (login, password) => {
  const { value, answer } = await call('POST', '/api/session', { login, password });
  return { cookie: answer.headers.get('set-cookie').split(';')[0], csrf: value.csrf_token, mustChange: value.must_change_password };
};
const enter = async (login, password) => {
  const session = await signIn(login, password);
  if (!session.mustChange) return session;
  const next = 'quiet harbour lantern 42';
  await call('POST', '/api/session/password', { current: password, next }, session);
  return signIn(login, next);
};

const admin = await enter('admin', first);
const { value: person } = await call('POST', '/api/people',
  { display_name: 'Clerk', login: 'clerk', party_id: dealer, identity: 'passport:A0000042' }, admin);
const { answer: shown } = await call('GET', `/api/people/${person.id}`, undefined, admin);
await call('PUT', `/api/people/${person.id}/roles`, { roles: ['partner_user'] }, admin, { 'if-match': shown.headers.get('etag') });
const clerk = await enter('clerk', person.first_password);
console.log(clerk.cookie);
console.log(clerk.csrf);
