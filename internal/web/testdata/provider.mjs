// A provider for the tests: oidc-provider on loopback, which signs in whoever
// the test said last. `node provider.mjs FOLDER BASE KEY` takes the library from
// FOLDER/node_modules, knows the program at BASE as its one client, and prints
// its issuer. POST /test/as names who is at the browser; POST /test/rotate
// changes the keys.
import { createServer } from "node:http";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, base, key] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(join(folder, "node_modules/oidc-provider/lib/index.js")));
const cookies = { keys: [randomUUID()] }, keys = [];
let who = { accountId: "u-17" }, provider, answer;

function start(issuer) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), alg: "RS256", use: "sig" };
  keys.unshift(jwk); // the first signs; the others stay known for what they signed
  provider = new Provider(issuer, {
    cookies, jwks: { keys }, pkce: { required: () => true },
    clients: [{
      client_id: "sanshe", client_secret: "s3cret", redirect_uris: [`${base}/sso/${key}/callback`], post_logout_redirect_uris: [`${base}/sign-in`],
      backchannel_logout_uri: `${base}/sso/${key}/logout`, backchannel_logout_session_required: true,
    }],
    claims: { openid: ["sub", "amr"], auth_time: null, sid: null, iss: null },
    fetch: (url, { dispatcher, ...options }) => fetch(url, options), // the program is on loopback, which its own dispatcher refuses
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_, i) => `/test/interaction/${i.uid}` },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Grant: 600, Interaction: 600, Session: 600 },
  });
  answer = provider.callback();
}

// interaction answers what the provider wants to know of whoever is at the browser.
async function interaction(req, res) {
  const { prompt, params, session } = await provider.interactionDetails(req, res);
  if (prompt.name === "login") {
    return provider.interactionFinished(req, res, who.refuses ? { error: "access_denied" } : { login: who }, { mergeWithLastSubmission: false });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid");
  return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}

const server = createServer(async (req, res) => {
  const url = new URL(req.url, "http://127.0.0.1");
  try {
    if (url.pathname.startsWith("/test/interaction/")) return await interaction(req, res);
    if (url.pathname === "/test/as") who = JSON.parse(url.searchParams.get("who"));
    else if (url.pathname === "/test/rotate") start(provider.issuer);
    else return await answer(req, res);
    res.end();
  } catch (err) {
    res.statusCode = 500;
    res.end(String(err.stack));
  }
});
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  start(issuer);
  console.log(issuer);
});
process.stdin.resume().on("end", () => process.exit());
