// One case of a plan: the request that its steps put together, and the answer. What the definitions say is read from
// their files (PLANS: the folder), what the register holds from the seed (SEED: a JSON file), where it answers from ROOT.
import { setWorldConstructor, setDefaultTimeout } from '@cucumber/cucumber'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const { PLANS, SEED, ROOT } = process.env
export const seed = JSON.parse(readFileSync(SEED, 'utf8'))
setDefaultTimeout(20_000)

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

const details = {
  givenName: 'Federica', familyName: 'Sanchez Arjona', nameKanaHankaku: 'ﾌｪﾃﾞﾘｶ', nameKanaZenkaku: 'フェデリカ',
  middleNames: 'Maria', familyNameAtBirth: 'Arjona', streetName: 'Example Street', streetNumber: '4', postalCode: '1028460',
  region: 'Utopia North', locality: 'Utopia', country: 'CN', houseNumberExtension: '36', email: 'federica@example.org',
  gender: 'FEMALE', cityOfBirth: 'Utopia', countryOfBirth: 'CN', nationality: 'CN',
}
// What the register holds of the main line's holder.
export const held = {
  ...details, idDocument: seed.idDocument, idDocumentType: 'national_id_card', idDocumentExpiryDate: '2099-12-31',
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
}

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
    this.change((body) => ({ ...body, [name]: value }))
  }
  without(name) { this.change(({ [name]: _gone, ...rest }) => rest) }

  resource(path) {
    const api = path.split('/')[1]
    this.definition = definitions.find((d) => d.base.split('/')[1] === api)
    if (!this.definition) throw new Error(`no definition in the folder has the address /${api}`)
    this.rest = path.split('/').slice(3).join('/')
  }
  operation(id) {
    for (const [path, item] of Object.entries(this.definition.text.paths))
      for (const [method, operation] of Object.entries(item))
        if (operation?.operationId && (operation.operationId === id || (!id && path === `/${this.rest}`)))
          return { path, method, id: operation.operationId }
    // The plan of subscription-status names an address that its definition spells otherwise.
    const [path, item] = Object.entries(this.definition.text.paths)[0]
    if (!id) return { path: `/${this.rest}`, method: 'post', id: item.post.operationId, note: path }
    throw new Error(`the definition has no operation ${id}`)
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
    if (this.token === 'default') return seed.tokens[by_token ? 'three' : 'two']
    if (this.token === 'expired') return seed.tokens[by_token ? 'expired_three' : 'expired']
    if (this.token === 'other_scope') return seed.tokens[operation.id === 'KYC_Match' ? 'only_sim_swap' : 'only_match']
    return seed.tokens[this.token]
  }
  async send(id) {
    const operation = this.operation(id)
    const body = this.changes.reduce((value, how) => how(value), structuredClone(defaults[operation.id]))
    const headers = { ...this.headers }
    if (this.token) headers.Authorization = `Bearer ${this.bearer(operation)}`
    const sent = operation.method === 'get' || body === undefined ? undefined : JSON.stringify(body)
    const got = await fetch(ROOT + this.definition.base + operation.path, { method: operation.method.toUpperCase(), headers, body: sent })
    const text = await got.text()
    this.answer = { status: got.status, headers: got.headers, body: text ? JSON.parse(text) : undefined, sent: body }
  }
  complies(reference, value) {
    const pointer = `#/${reference.replace(/^#?\//, '')}`
    const name = pointer.split('/').at(-1)
    if (!this.definition.text.components.schemas[name]) throw new Error(`the definition has no schema ${name}`)
    const check = this.definition.ajv.compile({ $ref: `definition${pointer}` })
    if (!check(value)) throw new Error(`not as ${name}: ${this.definition.ajv.errorsText(check.errors)}`)
  }
}
setWorldConstructor(Case)
