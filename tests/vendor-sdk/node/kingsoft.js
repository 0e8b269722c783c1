// Two signers of npm that know nothing of Kingsoft: its signature is Amazon's, version 4. `aws4` signs a request that is then sent
// by Node itself; `aws4fetch` is a client of its own.
'use strict'

const http = require('node:http')
const aws4 = require('aws4')
const { AwsClient } = require('aws4fetch')
const serve = require('./serve')

const VERSIONS = { kec: '2016-03-04', sks: '2015-11-01' }

function sent(options) {
  return new Promise((resolve, reject) => {
    const request = http.request(options, (reply) => {
      let body = ''
      reply.setEncoding('utf8')
      reply.on('data', (part) => { body += part })
      reply.on('end', () => resolve({ status: reply.statusCode, body }))
    })
    request.on('error', reject)
    request.end(options.body)
  })
}

async function byAws4({ cloud, url, service, method, text, credentials }) {
  const { hostname, port, host } = new URL(url)
  const post = method === 'POST'
  const signed = aws4.sign(
    {
      service,
      region: cloud.region,
      method,
      headers: {
        Host: host,
        Accept: 'application/json',
        ...(post ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
      },
      path: post ? '/' : `/?${text}`,
      ...(post ? { body: text } : {}),
    },
    credentials,
  )
  return sent({ ...signed, hostname, port })
}

async function byAws4fetch({ cloud, url, service, method, text, credentials }) {
  const client = new AwsClient({ ...credentials, service, region: cloud.region, retries: 0 })
  const post = method === 'POST'
  const reply = await client.fetch(post ? `${url}/` : `${url}/?${text}`, {
    method,
    headers: {
      Accept: 'application/json',
      ...(post ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(post ? { body: text } : {}),
  })
  return { status: reply.status, body: await reply.text() }
}

class Refused extends Error {
  constructor({ Error: told, RequestId }) {
    super(told.Message)
    Object.assign(this, { code: told.Code, requestId: RequestId })
  }
}

serve(
  async ({ cloud, action, params, secretKey, token, signer, method, service = 'kec' }) => {
    const reply = await (signer === 'aws4fetch' ? byAws4fetch : byAws4)({
      cloud,
      url: service === 'sks' ? cloud.sks_url : cloud.url,
      service,
      method: method ?? 'GET',
      // Encoded as the signature wants it, a blank as %20.
      text: new URLSearchParams({ Action: action, Version: VERSIONS[service], ...params }).toString().replaceAll('+', '%20'),
      credentials: {
        accessKeyId: cloud.secret_id,
        secretAccessKey: secretKey ?? cloud.secret_key,
        sessionToken: token,
      },
    })
    const body = JSON.parse(reply.body)
    if (reply.status !== 200) throw new Refused(body)
    return body
  },
  ({ code, message, requestId }) => ({ code, message, requestId }),
)
