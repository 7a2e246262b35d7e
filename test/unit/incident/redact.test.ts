import { describe, expect, it } from 'vitest';
import { redact } from '../../../core/incident/redact.ts';

/** Secrets are put together here, so that no scanner of repositories takes them for real ones. */
const id = (prefix: string) => `${prefix}Q3EXAMPLE7KEY2ZZ`;
const long = 'b7Qe9Zt2Lk4Wm8Xc1Vn6Rp3Ys5Td0Hg'.repeat(2);
const secret40 = `wJal/${long.slice(0, 30)}+Key9`;
const card = ['4111', '1111', '1111', '1111'];
const pem = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');

describe('redact', () => {
  it.each<[string, string, string]>([
    ['access key', `key ${id('AKIA')} used`, 'key [redacted access key] used'],
    ['access key', `temporary ${id('ASIA')}`, 'temporary [redacted access key]'],
    ['access key', `${id('AKIA')}:${secret40} loaded`, '[redacted access key] loaded'],
    ['access key', `AIza${long.slice(0, 35)} quota`, '[redacted access key] quota'],
    ['named secret', `aws_secret_access_key = ${secret40}`, 'aws_secret_access_key = [redacted]'],
    ['named secret', `{"SecretAccessKey": "${secret40}"}`, '{"SecretAccessKey": "[redacted]"}'],
    ['token', `AWS_SESSION_TOKEN=IQoJb3JpZ2lu${long}==`, 'AWS_SESSION_TOKEN=[redacted token]'],
    ['token', `GET /o?X-Amz-Signature=${'0af3'.repeat(16)}&x=1`, 'GET /o?X-Amz-Signature=[redacted token]&x=1'],
    ['token', 'blob?sv=2024&sig=Zm9vYmFyYmF6cXV4cXV1eA%3D%3D', 'blob?sv=2024&sig=[redacted token]'],
    ['token', `clone with ghp_${long.slice(0, 36)}`, 'clone with [redacted token]'],
    ['token', `github_pat_${long}`, '[redacted token]'],
    ['token', `glpat-${long.slice(0, 20)} expired`, '[redacted token] expired'],
    ['token', `xoxb-${long.slice(0, 12)}-${long}`, '[redacted token]'],
    ['token', `https://hooks.slack.com/services/T0A/B0B/${long}`, 'https://[redacted token]'],
    ['token', `sk_live_${long.slice(0, 24)}`, '[redacted token]'],
    ['token', `npm_${long.slice(0, 36)}`, '[redacted token]'],
    ['token', `ya29.${long}`, '[redacted token]'],
    ['token', `client abc8Q~${long.slice(0, 34)}`, 'client [redacted token]'],
    ['token', `hvs.${long}`, '[redacted token]'],
    ['token', 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJkYW5hIn0.c2ln from', 'got [redacted token] from'],
    ['token', 'Authorization: Bearer abcdef0123456789.xyz', 'Authorization: Bearer [redacted token]'],
    ['token', 'authorization: Token onlyletters', 'authorization: Token [redacted token]'],
    [
      'token',
      String.raw`{\"Authorization\":\"Basic YWxhZGRpbjpvcGVu\"}`,
      String.raw`{\"Authorization\":\"Basic [redacted token]\"}`,
    ],
    ['cookie', 'Cookie: sid=31d4d96e407aad42; theme=dark', 'Cookie: [redacted cookie]'],
    ['cookie', 'Set-Cookie: sid=31d4d96e; Path=/; Secure', 'Set-Cookie: [redacted cookie]; Secure'],
    ['cookie', '/cart;JSESSIONID=1A530637289A03B07199A44E8D531427 500', '/cart;JSESSIONID=[redacted cookie] 500'],
    ['private key', `${pem} MIIEow -----END PRIVATE KEY----- ok`, '[redacted private key] ok'],
    ['private key', `${pem} MIIEow and cut`, '[redacted private key]'],
    ['private key', `MIIEvQ${long.slice(0, 58)}`, '[redacted key material]'],
    ['password', 'postgres://app:pa55/word@db.internal:5432/x', 'postgres://app:[redacted]@db.internal:5432/x'],
    ['password', 'amqp://app:p@ss@mq:5672,amqp', 'amqp://app:[redacted]@mq:5672,amqp'],
    ['password', 'redis://:hunter22@cache:6379', 'redis://:[redacted]@cache:6379'],
    ['password', 'jdbc:oracle:thin:scott/tiger9@//db:1521/x', 'jdbc:oracle:thin:scott/[redacted]@//db:1521/x'],
    ['password', 'ran mysql -h db -u root -pS3cret! -e x', 'ran mysql -h db -u root -p[redacted] -e x'],
    ['password', 'curl -s -u app:hunter22 https://x', 'curl -s -u app:[redacted] https://x'],
    ['password', 'job --db-password hunter22 --verbose', 'job --db-password [redacted] --verbose'],
    [
      'named secret',
      'jdbc:mysql://db/x?user=app&password=hunter&ssl=1',
      'jdbc:mysql://db/x?user=app&password=[redacted]&ssl=1',
    ],
    ['named secret', 'Server=db;Uid=app;Pwd=hunter;', 'Server=db;Uid=app;Pwd=[redacted];'],
    [
      'named secret',
      'AccountName=x;AccountKey=Zm9vYmFy==;Endpoint=y',
      'AccountName=x;AccountKey=[redacted];Endpoint=y',
    ],
    ['named secret', 'password=hunter22, user=app', 'password=[redacted], user=app'],
    ['named secret', 'DB_PASS=hunter', 'DB_PASS=[redacted]'],
    ['named secret', '"api_key": "k-123456"', '"api_key": "[redacted]"'],
    ['named secret', '"password": "correct horse battery"', '"password": "[redacted]"'],
    [
      'named secret',
      String.raw`body {\"password\":\"hunter\",\"user\":1}`,
      String.raw`body {\"password\":\"[redacted]\",\"user\":1}`,
    ],
    ['named secret', "secret: 'a1b2c3d4'", "secret: '[redacted]'"],
    [
      'named secret',
      '<wsse:Password Type="x">hunter</wsse:Password>',
      '<wsse:Password Type="x">[redacted]</wsse:Password>',
    ],
    ['e-mail', 'mail to dana.rowe@example.com now', 'mail to [redacted e-mail] now'],
    ['e-mail', 'GET /users/dana+x@mail.example.co.uk/orders', 'GET /users/[redacted e-mail]/orders'],
    ['card number', `charged ${card.join(' ')} twice`, 'charged [redacted card number] twice'],
    ['card number', `{"pan":"${card.join('')}"}`, '{"pan":"[redacted card number]"}'],
    ['card number', `amex 3782-822463-10005`, 'amex [redacted card number]'],
    ['IBAN', 'to DE89 3704 0044 0532 0130 00 FAILED', 'to [redacted IBAN] FAILED'],
    ['IBAN', 'iban=GB82WEST12345698765432', 'iban=[redacted IBAN]'],
    ['phone number', 'phone_number: +49 170 1234567', 'phone_number: [redacted phone number]'],
    ['token', `got FwoGZXIvYXdzE${long}`, 'got [redacted token]'],
    ['token', 'Authorization : Token  onlyletters', 'Authorization : Token  [redacted token]'],
    ['token', 'sent Basic dXNlcjpodW50ZXI=', 'sent Basic [redacted token]'],
    ['token', 'sent Bearer  abcdef0123456789', 'sent Bearer  [redacted token]'],
    ['cookie', 'PHPSESSID=31d4d96e407aad42', 'PHPSESSID=[redacted cookie]'],
    ['cookie', 'Cookie : sid=31d4;theme=dark;  lang=en', 'Cookie : [redacted cookie]'],
    ['cookie', '{"cookie":"sid=31d4"}', '{"cookie":"[redacted cookie]"}'],
    ['password', 'mysqldump -pS3cret! shop', 'mysqldump -p[redacted] shop'],
    ['password', 'sshpass  -phunter22 ssh x', 'sshpass  -p[redacted] ssh x'],
    ['password', 'sshpass -p  hunter22 ssh x', 'sshpass -p  [redacted] ssh x'],
    ['password', 'redis-cli -h cache -a  hunter22 ping', 'redis-cli -h cache -a  [redacted] ping'],
    ['password', 'docker  login -u app -p  hunter22 hub', 'docker  login -u app -p  [redacted] hub'],
    ['password', 'ldapsearch -x -w  hunter22', 'ldapsearch -x -w  [redacted]'],
    ['password', 'curl -s --user  "app:hunter22" https://x', 'curl -s --user  "app:[redacted]" https://x'],
    ['password', 'job --password  "correct horse 7" -v', 'job --password  [redacted] -v'],
    ['password', "job --password 'correct horse 7' -v", 'job --password [redacted] -v'],
    ['password', 'job --token letmein', 'job --token [redacted]'],
    ['named secret', 'DB_PASS=hunter2', 'DB_PASS=[redacted]'],
    ['named secret', 'DB_PASS=2hunter', 'DB_PASS=[redacted]'],
    ['named secret', '<password>hunter22</password>', '<password>[redacted]</password>'],
    ['named secret', '<apikey>k-123456</apikey>', '<apikey>[redacted]</apikey>'],
    ['e-mail', 'groot@example.com', '[redacted e-mail]'],
    ['e-mail', 'dana@mail.internal.example.com', '[redacted e-mail]'],
    ['card number', card.join('-'), '[redacted card number]'],
    ['IBAN', 'DE89 3704 0044 0532 0130 00', '[redacted IBAN]'],
    ['phone number', 'mobile : 0170 1234567', 'mobile : [redacted phone number]'],
    ['phone number', '"phoneNumber":"+49 170 1234567"', '"phoneNumber":"[redacted phone number]"'],
  ])('%s: %s', (kind, text, safe) => {
    expect(redact(text)).toEqual({ text: safe, redacted: 1, kinds: { [kind]: 1 } });
    expect(redact(safe)).toEqual({ text: safe, redacted: 0, kinds: {} });
  });

  it.each([
    'memory limit 512Mi, restarts 4, exit code 137',
    'secret "payments-db" not found',
    'MountVolume.SetUp failed for volume "db" : secret "payments-db" not found',
    'failed to fetch token: Post "https://10.0.0.1:6443/api/v1/serviceaccounts/x/token": dial tcp 10.0.0.1:6443: refused',
    'Unexpected token: end of input, invalid token: EOF, token=null',
    'password: incorrect, Failed password for invalid user admin from 10.0.0.7 port 22',
    'passwd: Authentication token manipulation error',
    'max_token=4096 next token: 12345, pass: 12, fail: 3',
    'Basic authentication failed; bearer token is missing',
    'PWD=/srv/app HOME=/root PASSWORD=${DB_PASSWORD} SECRET=<none>',
    'secret=arn:aws:secretsmanager:eu-central-1:123456789012:secret:payments-AbCdEf',
    'image registry.example.com/pay/app@sha256:0f0f not found',
    `docker-pullable://registry:5000/pay/app@sha256:${'0f'.repeat(32)}`,
    `commit ${'9fceb02d'.repeat(5)}, digest ${'9fceb02d'.repeat(8)}`,
    'https://db.internal:5432/status answered 503',
    'arn:aws:ecs:eu-central-1:123456789012:task/harbor/0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    'at 1763722378432 ms, 1763722378432123456 ns, id 4111111111111112, block -6952295868487656571',
    'request 4f9619ff-8b86-4111-1111-00cf4fc964ff took 12 ms from 203.0.113.9:443 and [2001:db8::1]:443',
    'git@github.com:harbor/payments.git, getty@tty1.service, lodash@4.17.21, Server@msra.example.com:62267',
    'ledger@ledger-db.c1x2y3.eu-central-1.rds.amazonaws.com_Database::SQL is slow',
    'postgres://app@db.example.com:5432/x',
    'phone home: 3 retries, GB29 is no account, version 2024.1111.1111.1111',
    '8Xc1Vn6Rp3Ys5Td0Hg is short',
    'pass=12, fail=3',
    'pass: all, fail: none',
    'abcdef12'.repeat(8),
    'ABCDEF12'.repeat(8),
    'abcdEFGH'.repeat(8),
    long + long,
  ])('leaves %s', (text) => {
    expect(redact(text)).toEqual({ text, redacted: 0, kinds: {} });
  });

  it('counts every one, by kind', () => {
    const { redacted, kinds } = redact('a@example.com b@example.com password=hunter22');
    expect({ redacted, kinds }).toEqual({ redacted: 3, kinds: { 'e-mail': 2, 'named secret': 1 } });
  });

  it.each([
    ['amqp://a:p1@mq1:5672,amqp://b:p2@mq2:5672', 'amqp://a:[redacted]@mq1:5672,amqp://b:[redacted]@mq2:5672'],
    ['amqp://a:p1@mq1,amqp://b:p2@mq2', 'amqp://a:[redacted]@mq1,amqp://b:[redacted]@mq2'],
  ])('finds where one address ends and the next begins: %s', (text, safe) => {
    expect(redact(text)).toMatchObject({ text: safe, redacted: 2 });
  });

  it('takes hostile length in linear time', () => {
    // With quadratic work each of these would take minutes and the test would run into its time limit.
    const parts =
      'a a@ a. a@a. :// http://a: ://a:b@ eyJ eyJ0123456789. token= token="\\ password cookie:a cookie:a=b; mysql <pin> 4 AA11 sk-a ghp_ glpat- SG.a 1Q~ AKIA \\"';
    const phrases = [
      'token = ',
      'Bearer ',
      'authorization: ',
      'mysql -p ',
      'curl -u ',
      '4111 1111 ',
      'AA11 AAAA ',
      'phone: +1 ',
    ];
    for (const unit of [pem, ...phrases, ...parts.split(' ')])
      expect(redact(unit.repeat(60_000 / unit.length)).text).toBeTypeOf('string');
  });
});
