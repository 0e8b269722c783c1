// Tencent Cloud's own SDK for Node. It signs the host's name without a port, as there is none on the cloud: so the cloud's name
// is kept, and only the connection goes to the sandbox.
'use strict'

const http = require('node:http')
const net = require('node:net')
const { Client } = require('tencentcloud-sdk-nodejs-cvm/tencentcloud/services/cvm/v20170312/cvm_client')
const serve = require('./serve')

class ToSandbox extends http.Agent {
  constructor(url) {
    super({ keepAlive: true })
    this.sandbox = new URL(url)
  }

  createConnection(_, connected) {
    return net.connect(Number(this.sandbox.port), this.sandbox.hostname, connected)
  }
}

const agents = new Map()

function agentOf(url) {
  if (!agents.has(url)) agents.set(url, new ToSandbox(url))
  return agents.get(url)
}

serve(
  ({ cloud, action, params, secretKey, token, signMethod, method }) =>
    new Client({
      credential: { secretId: cloud.secret_id, secretKey: secretKey ?? cloud.secret_key, token },
      region: cloud.region,
      profile: {
        signMethod: signMethod ?? 'TC3-HMAC-SHA256',
        httpProfile: {
          protocol: 'http://',
          endpoint: 'cvm.tencentcloudapi.com',
          reqMethod: method ?? 'POST',
          agent: agentOf(cloud.url),
        },
      },
    })[action](params),
  ({ code, message, requestId }) => ({ code, message, requestId }),
)
