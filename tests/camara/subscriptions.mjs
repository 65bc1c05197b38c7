// Subscriptions to changes of SIMs: what the plan of sim-swap-subscriptions says beyond single requests.
import { Before, Given, Then, When } from '@cucumber/cucumber'
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { notification, sink_of } from './sink.mjs'
import { at, day, seed } from './world.mjs'

const { NUMBERS, DATA } = process.env
const run = promisify(execFile)
const number_at = 'config.subscriptionDetail.phoneNumber'

Before(function () {
  this.mark = randomUUID()
  this.sink = sink_of(this.mark)
})

// The body, in the plan's short signs.
const another = {
  protocol: 'MQTT3', types: ['org.camaraproject.sim-swap-subscriptions.v0.nothing'],
  'sinkCredential.credentialType': 'PLAIN', 'sinkCredential.accessTokenType': 'mac',
}
Given(/^use BaseURL$/i, () => {})
Given(/^"\$\.([\w.]+)"\s*=\s*"([^"]*)"$/, function (name, value) { this.set(name, name === 'types' ? [value] : value) })
Given(/^"\$\.([\w.]+)"\s*<>\s*"[^"]*"$/, function (name) {
  if (another[name] === undefined) return 'pending'
  this.set(name, another[name])
})
Given(/^"\$\.([\w.]+)" is (?:set with with provided phoneNumber|set to provided callbackUrl|valued with a valid value)$/, function (name) {
  this.set(name, {
    [number_at]: seed.lines.subscribed, sink: this.sink, 'sinkCredential.accessToken': 'token-of-the-sink',
    'sinkCredential.accessTokenExpiresUtc': `${day(1)}T00:00:00Z`,
  }[name])
})
Given(/^"\$\.config\.subscriptionDetail\.phoneNumber" is set to a valid testing device that does not allow sim swap subscription$/, function () {
  this.set(number_at, seed.lines.excluded)
})
Given(/^"\$\.config\.subscriptionDetail\.phoneNumber" is not valued$/, function () { this.set('config.subscriptionDetail', {}) })
Given(/^"\$\.sink" is not set to an url$/, function () { this.set('sink', 'no address at all') })
Given(/^"\$\.config\.subscriptionExpireTime" is set in the past$/, function () { this.set('config.subscriptionExpireTime', `${day(-1)}T00:00:00Z`) })
Given(/^the valid access token does no identified a device$/, function () { this.token = 'two' })
Given(/^a valid (?:sim-swap-subscriptions )?subscription request body$/, () => {})

// Subscriptions that exist when a case begins.
async function subscribe(token = 'default') {
  const before = { token: this.token, changes: this.changes }
  Object.assign(this, { token, changes: [] })
  if (token !== 'default') this.set('config.subscriptionDetail', {})
  await this.send({ id: 'createSimSwapSubscription' })
  assert.equal(this.answer.status, 201, JSON.stringify(this.answer.body))
  this.subscription = this.answer.body
  Object.assign(this, before)
}
Given(/^a (?:valid )?subscription is existing and identified by an "id"$/, async function () { await subscribe.call(this) })
Given(/^at least one subscription is existing for the API client making this request$/, async function () { await subscribe.call(this) })
Given(/^valid subscriptions are existing$/, async function () { await subscribe.call(this) })
Given(/^a subscription is existing for a phoneNumber$/, async function () {
  this.identified = 'three_subscribed'
  await subscribe.call(this, this.identified)
})
Given(/^no subscription is existing for a phoneNumber$/, function () { this.identified = 'three_other' })
Given(/^this phone number is identified by the token$/, function () { this.token = this.identified })

When(/^create sim swap subscription$/, function () { this.will_send({ id: 'createSimSwapSubscription' }) })
When(/^(?:(get|delete) sim swap subscription|the HTTP "(GET|DELETE)" request is sent)(?: with)? subscriptionId(.*)$/, function (verb, method, which) {
  const identifier = /non-existing/.test(which) ? randomUUID() : this.subscription.id
  this.will_send({ method: (verb ?? method).toLowerCase(), of_one: true, identifier })
})
When(/^get sim swap subscription$/, function () { this.will_send({ method: 'get' }) })

// A SIM that no line has had (ICCID with its check digit by Luhn).
let sims = 5_000
function new_sim() {
  const digits = `898600${String(++sims).padStart(12, '0')}`
  const sum = [...digits].reverse().reduce((all, digit, place) => {
    const doubled = Number(digit) * (place % 2 ? 1 : 2)
    return all + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return { iccid: `${digits}${(10 - (sum % 10)) % 10}`, imsi: `46099${String(sims).padStart(10, '0')}` }
}
When(/^(?:sims swap is performed on this mobile line|the sim of the device was swapped)$/, async function () {
  const { iccid, imsi } = new_sim()
  await run(NUMBERS, ['--data', DATA, 'line', 'sim', seed.lines.subscribed, iccid, '--imsi', imsi, '--reason', 'lost'])
  this.happened_at = Date.now()
})

Then(/^types, protocol, sink and config\.subscriptionDetail\.phoneNumber are present with provided value$/, function () {
  for (const name of ['types', 'protocol', 'sink', number_at]) assert.deepEqual(at(this.answer.body, name), at(this.answer.sent, name), name)
})
const near = (text, instant) => assert.ok(Math.abs(Date.parse(text) - instant) < 10_000, text)
Then(/^startsAt is valued with a datetime corresponding to the date time of the response$/, function () {
  near(this.answer.body.startsAt, this.happened_at)
})
Then(/^subs?criptionId is provided$/, function () {
  assert.ok(this.answer.body.id)
  this.subscription = this.answer.body
})
Then(/^the response body complies with an array of OAS schema defined at "([^"]+)"$/, function (schema) {
  assert.ok(Array.isArray(this.answer.body))
  for (const item of this.answer.body) this.complies(schema, item)
})
Then(/^(?:subscription\(s\) is\/are|all valid subscriptions are|the subscriptions for this phoneNumber are) listed$/, function () {
  assert.ok(this.answer.body.some(({ id }) => id === this.subscription.id), JSON.stringify(this.answer.body))
})
Then(/^the response body is an empty list$/, function () { assert.deepEqual(this.answer.body, []) })

// What comes to the sink.
async function receives(kind) {
  const { event, headers } = await notification(this.mark, kind.replace(/-ends$/, '-ended'))
  assert.match(headers['content-type'], /^application\/cloudevents\+json/)
  this.notification = event
}
Then(/^The callback notification application receives (\S+) event at provided callbackUrl$/, receives)
Then(/^event notification "([^"]+)" is received on callback-url$/, receives)
Then(/^notification body complies with the OAS schema at "([^"]+)"$/, function (schema) { this.complies(schema, this.notification) })
Then(/^type="([^"]+)"$/, function (type) { assert.equal(this.notification.type, type) })
Then(/^data\.phoneNumber="\$\.phoneNumber"$/, function () { assert.equal(this.notification.data.phoneNumber, seed.lines.subscribed) })
Then(/^data\.subscriptionId is valued with the subs?criptionId$/, function () {
  assert.equal(this.notification.data.subscriptionId, this.subscription.id)
})
Then(/^time is valued by the date time of .+$/, function () { near(this.notification.time, this.happened_at) })
