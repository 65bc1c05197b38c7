// Tokens of an OpenID provider (npm's oidc-provider) at a running register: of two parties by a client's secret, of three by
// CIBA with login_hint=tel:+…, as CAMARA's profile has it. The register knows the provider by its policy alone.
//   oidc.mjs MUSTER-NUMBERS FOLDER   (FOLDER: made by seed.sh)
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import Provider from 'oidc-provider'

const [numbers, folder] = process.argv.slice(2)
const seed = JSON.parse(readFileSync(join(folder, 'seed.json'), 'utf8'))
const audience = 'muster-numbers', resource = 'https://register.example'
const ciba = 'urn:openid:params:grant-type:ciba'
const scopes = 'sim-swap:check kyc-tenure:check-tenure number-verification:verify'

// The provider. The subscriber is whoever the hint names; the phone of the trial says yes at once.
function provider_at(port, alg) {
  const seconds = { AccessToken: 60, ClientCredentials: 60, BackchannelAuthenticationRequest: 60, Grant: 60, IdToken: 60 }
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{
      client_id: seed.client, client_secret: seed.secret, grant_types: ['client_credentials', ciba], redirect_uris: [], response_types: [],
      backchannel_token_delivery_mode: 'poll',
    }],
    ttl: seconds,
    scopes: ['openid'],
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims: (_ctx, token) => (token.accountId ? { phone_number: token.accountId, amr: ['network'] } : undefined),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: scopes, audience, accessTokenTTL: 60, accessTokenFormat: 'jwt', jwt: { sign: { alg } } }),
      },
      ciba: {
        enabled: true,
        deliveryModes: ['poll'],
        processLoginHint: (_ctx, hint) => hint.replace(/^tel:/, ''),
        verifyUserCode: () => {},
        validateRequestContext: () => {},
        validateBindingMessage: () => {},
        triggerAuthenticationDevice: async (_ctx, request, account, client) => {
          const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId })
          grant.addOIDCScope('openid')
          grant.addResourceScope(resource, scopes)
          await grant.save()
          // Afterwards, as a phone does it.
          setTimeout(() => provider.backchannelResult(request, grant, { amr: ['network'] }).catch((error) => console.log(error)), 200)
        },
      },
    },
  })
  return provider
}

const form = (fields) => ({ method: 'POST', body: new URLSearchParams({ client_id: seed.client, client_secret: seed.secret, ...fields }) })
async function asked(url, fields) {
  const got = await fetch(url, form(fields))
  const body = await got.json()
  assert.ok(got.ok, JSON.stringify(body))
  return body
}

let passed = 0, failed = 0
async function check(what, work) {
  try {
    await work()
    passed += 1
  } catch (error) {
    failed += 1
    console.log(`FAILED: ${what}: ${error.message}`)
  }
}

// Its port is known before the provider is made, because its name holds it.
async function provider_somewhere() {
  const web = createServer()
  await new Promise((ready) => web.listen(0, '127.0.0.1', ready))
  web.on('request', provider_at(web.address().port, 'RS256').callback())
  return { web, name: `http://127.0.0.1:${web.address().port}` }
}
const { web, name: issuer } = await provider_somewhere()
const { web: stranger_web, name: stranger } = await provider_somewhere()

appendFileSync(join(folder, 'policy.toml'), `token_issuers = ["${issuer} ${issuer}/jwks ${audience}"]\n`)
const server = spawn(numbers, ['--data', join(folder, 'i'), '--policy', join(folder, 'policy.toml'), 'server', '--port', '0'],
  { stdio: ['ignore', 'pipe', 'ignore'] })
const root = await new Promise((ready, refuse) => {
  let said = ''
  server.stdout.on('data', (piece) => {
    said += piece
    const found = said.match(/http:\/\/\S+/)
    if (found) ready(found[0].replace('localhost', '127.0.0.1'))
  })
  server.on('exit', () => refuse(new Error('the server did not start')))
})

async function post(path, token, body) {
  const got = await fetch(root + path, {
    method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  })
  return { status: got.status, body: await got.json() }
}
const two_of = (at, scope) => asked(`${at}/token`, { grant_type: 'client_credentials', scope, resource }).then(({ access_token }) => access_token)
async function three_of(number, scope) {
  const { auth_req_id } = await asked(`${issuer}/backchannel`, { scope: `openid ${scope}`, login_hint: `tel:${number}`, resource })
  for (let left = 50; left > 0; left -= 1) {
    const got = await fetch(`${issuer}/token`, form({ grant_type: ciba, auth_req_id }))
    const body = await got.json()
    if (got.ok) return body.access_token
    assert.equal(body.error, 'authorization_pending', JSON.stringify(body))
    await new Promise((soon) => setTimeout(soon, 200))
  }
  throw new Error('the subscriber was not authenticated')
}
const claims_of = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'))
const { main, other } = seed.lines
const swap = '/sim-swap/v2/check', tenure = '/kyc-tenure/v0.3rc1/check-tenure', verify = '/number-verification/v2/verify'

try {
  const two = await two_of(issuer, scopes)
  await check('a token of two parties', async () => {
    assert.equal(two.split('.').length, 3)
    assert.equal(claims_of(two).client_id, seed.client)
    assert.deepEqual(await post(swap, two, { phoneNumber: main }), { status: 200, body: { swapped: false } })
  })
  await check('names no line by itself', async () => assert.equal((await post(swap, two, {})).body.code, 'MISSING_IDENTIFIER'))
  await check('a scope that was not asked for', async () => {
    const narrow = await two_of(issuer, 'sim-swap:check')
    assert.equal((await post(tenure, narrow, { phoneNumber: main, tenureDate: '2024-01-01' })).body.code, 'PERMISSION_DENIED')
  })
  const three = await three_of(main, scopes)
  await check('a token of three parties', async () => {
    assert.equal(claims_of(three).phone_number, main)
    assert.equal((await post(swap, three, {})).status, 200)
    assert.equal((await post(tenure, three, { tenureDate: '2001-01-01' })).body.tenureDateCheck, false)
  })
  await check('whose number is in the body too', async () => {
    assert.equal((await post(swap, three, { phoneNumber: main })).body.code, 'UNNECESSARY_IDENTIFIER')
  })
  await check('verifies its own number', async () => {
    assert.deepEqual((await post(verify, three, { phoneNumber: main })).body, { devicePhoneNumberVerified: true })
    assert.deepEqual((await post(verify, three, { phoneNumber: other })).body, { devicePhoneNumberVerified: false })
  })
  await check('a changed token', async () => {
    const [header, claims, signature] = three.split('.')
    const changed = Buffer.from(JSON.stringify({ ...claims_of(three), phone_number: other })).toString('base64url')
    assert.ok(claims)
    assert.equal((await post(swap, [header, changed, signature].join('.'), {})).body.code, 'UNAUTHENTICATED')
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
    assert.equal((await post(swap, [none, claims, ''].join('.'), {})).body.code, 'UNAUTHENTICATED')
  })
  await check('a provider that nobody trusts', async () => {
    const strange = await two_of(stranger, scopes)
    assert.equal((await post(swap, strange, { phoneNumber: main })).body.code, 'UNAUTHENTICATED')
  })
  await check('a token that the register made itself', async () => {
    assert.equal((await post(swap, seed.tokens.two, { phoneNumber: main })).status, 200)
  })
} catch (error) {
  failed += 1
  console.log(`FAILED: ${error.stack}`)
}
server.kill()
web.close()
stranger_web.close()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
