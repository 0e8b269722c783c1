// JD Cloud's own SDK for Node, which signs JDCLOUD2-HMAC-SHA256 and escapes the colon of a path on the wire, too.
'use strict'

const JDCloud = require('jdcloud-sdk-js/src/global')
const VM = require('jdcloud-sdk-js/src/services/vm')
const serve = require('./serve')

JDCloud.config.update({ logger: () => {} })

serve(
  async ({ cloud, action, params, secretKey }) => {
    const { protocol, host } = new URL(cloud.url)
    const vm = new VM({
      credentials: new JDCloud.Credentials({ accessKeyId: cloud.secret_id, secretAccessKey: secretKey ?? cloud.secret_key }),
      regionId: cloud.region,
      endpoint: { protocol: protocol.replace(':', ''), host },
    })
    const { responseObj, ...reply } = await vm[action](params, cloud.region)
    return { ...reply, status: responseObj.status }
  },
  // The SDK throws the reply itself.
  ({ error, requestId, message, responseObj }) => ({
    code: error?.code,
    message: error?.message ?? message,
    status: error?.status,
    requestId,
    http: responseObj?.status,
  }),
)
