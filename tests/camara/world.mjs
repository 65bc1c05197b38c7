// One case of a plan: the request that its steps put together, and the answer. What the definitions say is read from
// their files (PLANS: the folder), what the register holds from the seed (SEED: a JSON file), where it answers from ROOT.
import { BeforeStep, setWorldConstructor, setDefaultTimeout } from '@cucumber/cucumber'
import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const { PLANS, SEED, ROOT } = process.env
export const seed = JSON.parse(readFileSync(SEED, 'utf8'))
setDefaultTimeout(40_000)

const definitions = readdirSync(PLANS).filter((file) => file.endsWith('.yaml')).map((file) => {
  const text = parse(readFileSync(join(PLANS, file), 'utf8'))
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
  addFormats(ajv)
  ajv.addSchema(text, 'definition')
  return { ajv, text, base: text.servers[0].url.replace('{apiRoot}', '') }
})

// A day so many days from now, in UTC.
export const day = (from_now) => new Date(Date.now() + from_now * 86_400_000).toISOString().slice(0, 10)
export const at = (value, path) => path.replace(/^\$\.?/, '').split('.').reduce((v, name) => v?.[name], value)
// The value with one of its properties ("config.subscriptionDetail.phoneNumber") changed.
const put = (value, [name, ...rest], leaf) => ({ ...value, [name]: rest.length ? put(value?.[name], rest, leaf) : leaf })
// Without the property, and without what is empty then, so that a required object that holds it alone is missing too.
const drop = (value, [name, ...rest]) => {
  if (value?.[name] === undefined) return value
  const { [name]: gone, ...others } = value
  const inner = rest.length ? drop(gone, rest) : undefined
  return inner && Object.keys(inner).length ? { ...others, [name]: inner } : others
}

const details = {
  givenName: 'Federica', familyName: 'Sanchez Arjona', nameKanaHankaku: 'ﾌｪﾃﾞﾘｶ', nameKanaZenkaku: 'フェデリカ',
  middleNames: 'Maria', familyNameAtBirth: 'Arjona', streetName: 'Example Street', streetNumber: '4', postalCode: '1028460',
  region: 'Utopia North', locality: 'Utopia', country: 'CN', houseNumberExtension: '36', email: 'federica@example.org',
  gender: 'FEMALE', cityOfBirth: 'Utopia', countryOfBirth: 'CN', nationality: 'CN',
}
// What the register holds of the main line's holder.
export const held = {
  ...details, idDocument: seed.idDocument, idDocumentType: 'national_id_card', idDocumentExpiryDate: seed.expires_on,
  name: seed.name, birthdate: seed.birthdate, address: seed.address, phoneNumber: seed.lines.main,
}

const defaults = {
  KYC_Match: { phoneNumber: seed.lines.main, name: seed.name },
  'KYC_Fill-in': { phoneNumber: seed.lines.main },
  verifyAge: { phoneNumber: seed.lines.main, ageThreshold: 18 },
  checkTenure: { phoneNumber: seed.lines.main, tenureDate: day(-30) },
  phoneNumberVerify: { phoneNumber: seed.lines.main },
  checkSimSwap: { phoneNumber: seed.lines.main },
  retrieveSimSwapDate: { phoneNumber: seed.lines.main },
  checkNumberRecycling: { phoneNumber: seed.lines.main, specifiedDate: day(-30) },
  retriveSubscriptionStatus: { phoneNumber: seed.lines.main },
  createSimSwapSubscription: {
    protocol: 'HTTP', types: ['org.camaraproject.sim-swap-subscriptions.v0.swapped'],
    config: { subscriptionDetail: { phoneNumber: seed.lines.subscribed } },
  },
}

// Newer plans name KYC_Fill-in kycFillin, and retrieveSubscription after its resource.
const plain = (id) => id.replace(/[^a-z]/gi, '').replace(/SimSwapSubscription/, 'Subscription').toLowerCase()

class Case {
  headers = {}
  token = 'default'
  changes = []
  named = new Set()

  // Steps change the body in their order, after the operation's own default.
  change(how) { this.changes.push(how) }
  set(name, value) {
    this.named.add(name)
    // The default is a plain number; a hashed one takes its place unless the plan names both.
    if (name === 'hashedPhoneNumber' && !this.named.has('phoneNumber')) this.without('phoneNumber')
    this.change((body) => put(body, name.split('.'), value))
  }
  without(name) { this.change((body) => drop(body, name.split('.'))) }

  resource(path) {
    const [api, , ...rest] = path.replace(/^\//, '').split('/')
    this.definition = definitions.find((d) => d.base.split('/')[1] === api)
    if (!this.definition) throw new Error(`no definition in the folder has the address /${api}`)
    this.rest = rest.join('/')
  }
  // By its name, or by the method and the address that the background names; `of_one`: of the address with an identifier.
  operation({ id, method = 'post', of_one = method === 'delete' } = {}) {
    const paths = Object.entries(this.definition.text.paths)
    for (const [path, item] of paths)
      for (const [verb, operation] of Object.entries(item))
        if (operation?.operationId && id && plain(operation.operationId) === plain(id)) return { path, method: verb, id: operation.operationId }
    if (id) throw new Error(`the definition has no operation ${id}`)
    for (const [path, item] of paths) {
      const [whole, identified] = path.split('/{')
      if (whole === `/${this.rest}` && Boolean(identified) === of_one && item[method]) return { path, method, id: item[method].operationId }
    }
    // The plan of subscription-status names an address that its definition spells otherwise; older forms of the plans
    // name a part of it.
    const [path, item] = paths[0]
    return { path: this.rest ? `/${this.rest}` : path, method: 'post', id: item.post.operationId }
  }
  // A token of two parties with these scopes, by the client's secret.
  async mint(scope) {
    const form = new URLSearchParams({ grant_type: 'client_credentials', scope, client_id: seed.client, client_secret: seed.secret })
    const got = await fetch(`${ROOT}/oauth2/token`, { method: 'POST', body: form })
    if (!got.ok) throw new Error(`no token: ${got.status}`)
    this.minted = (await got.json()).access_token
  }
  bearer(operation) {
    if (this.minted) return this.minted
    const by_token = operation.id.startsWith('phoneNumber')
    if (this.token === 'invalid') return seed.tokens.invalid
    if (this.token === 'default') return seed.tokens[by_token ? 'three' : 'two']
    if (this.token === 'expired') return seed.tokens[by_token ? 'expired_three' : 'expired']
    if (this.token === 'other_scope') return seed.tokens[operation.id === 'KYC_Match' ? 'only_sim_swap' : 'only_match']
    return seed.tokens[this.token]
  }
  // What a plan's "is sent" says; it is sent when the first expectation is looked at, because some plans go on about the
  // request after that sentence.
  will_send(what) { this.planned = what }
  async send(what = {}) {
    const operation = this.operation(what)
    const body = this.changes.reduce((value, how) => how(value), this.default_body(operation.id))
    const headers = { ...this.headers }
    if (this.token) headers.Authorization = `Bearer ${this.bearer(operation)}`
    const sent = ['get', 'delete'].includes(operation.method) || body === undefined ? undefined : JSON.stringify(body)
    const address = ROOT + this.definition.base + operation.path.replace(/\{\w+\}/, what.identifier ?? this.subscription?.id ?? randomUUID())
    const request = { method: operation.method.toUpperCase(), headers, body: sent }
    const got = this.exhaust ? await this.use_up(address, request) : await fetch(address, request)
    const text = await got.text()
    this.answer = { status: got.status, headers: got.headers, body: text ? JSON.parse(text) : undefined, sent: body, operation }
    this.happened_at = Date.now()
  }
  default_body(id) {
    const body = structuredClone(defaults[id])
    return id === 'createSimSwapSubscription' ? { ...body, sink: this.sink } : body
  }
  // As many requests as the client may send a minute, and the first one beyond.
  async use_up(address, request) {
    for (let left = 2 * seed.requests_a_minute; left > 0; left -= 50) {
      const some = await Promise.all(Array.from({ length: 50 }, () => fetch(address, request)))
      const beyond = some.find((got) => got.status === 429)
      if (beyond) return beyond
    }
    throw new Error('no limit was reached')
  }
  complies(reference, value) {
    const name = reference.split('/').at(-1)
    const pointer = `#/components/schemas/${name}`
    if (!this.definition.text.components.schemas[name]) throw new Error(`the definition has no schema ${name}`)
    const check = this.definition.ajv.compile({ $ref: `definition${pointer}` })
    if (!check(value)) throw new Error(`not as ${name}: ${this.definition.ajv.errorsText(check.errors)}`)
  }
}
setWorldConstructor(Case)
BeforeStep(async function ({ pickleStep }) {
  if (pickleStep.type !== 'Outcome' || !this.planned) return
  const planned = this.planned
  this.planned = undefined
  await this.send(planned)
})
