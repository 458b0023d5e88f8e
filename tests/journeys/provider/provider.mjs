// An OpenID provider with test people: whoever types a name is that person, with the factors that they say.
// Arguments: a JSON object on the command line, see tests/journeys/openid.py.
import fs from 'node:fs';
import https from 'node:https';
import { Provider, interactionPolicy } from 'oidc-provider';

const given = JSON.parse(process.argv[2]);
const policy = interactionPolicy.base();

const provider = new Provider(given.issuer, {
  clients: [{
    client_id: 'campaign',
    client_secret: given.secret,
    redirect_uris: [`${given.client}/signin/provider/callback`],
    post_logout_redirect_uris: [`${given.client}/signin`],
    backchannel_logout_uri: `${given.client}/signin/provider/logout`,
    backchannel_logout_session_required: true,
    id_token_signed_response_alg: given.alg,
  }],
  jwks: given.jwks,
  pkce: { methods: ['S256'], required: () => true },
  claims: { openid: ['sub', 'amr'], profile: ['preferred_username', 'name'], acr: null, sid: null, auth_time: null, iss: null },
  conformIdTokenClaims: given.userinfo,
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => { ctx.body = `<html><body>${form}<button form="op.logoutForm" name="logout" value="yes">Yes</button></body></html>`; },
    },
  },
  cookies: { keys: ['tests'], long: { sameSite: 'none', secure: true }, short: { sameSite: 'none', secure: true } },
  interactions: { policy, url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  ttl: { Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 600, IdToken: given.lifetime, AuthorizationCode: 60 },
  async findAccount(ctx, id) {
    return { accountId: id, claims: () => ({ sub: id, preferred_username: given.names[id] ?? id, name: 'a name' }) };
  },
  async loadExistingGrant(ctx) { // nobody is asked for consent
    const { client, session } = ctx.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
});

async function interact(req, res) {
  let text = '';
  for await (const chunk of req) text += chunk;
  if (req.method === 'GET') {
    res.setHeader('Content-Type', 'text/html');
    res.end('<html><body><form method="post"><label>Name <input name="login"></label><input name="amr" type="hidden" value="pwd"><button>Sign in</button></form></body></html>');
    return;
  }
  const form = new URLSearchParams(text);
  const result = form.get('login')
    ? { login: { accountId: form.get('login'), amr: form.get('amr').split(' ') } }
    : { error: 'access_denied', error_description: 'the person went away' };
  await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
https.createServer({ key: fs.readFileSync(given.key), cert: fs.readFileSync(given.certificate) }, (req, res) => {
  const done = req.url.startsWith('/interaction/') ? interact(req, res) : answer(req, res);
  Promise.resolve(done).catch((error) => { console.error(error); res.statusCode = 500; res.end(); });
}).listen(given.port, '127.0.0.1', () => console.log('listening'));
