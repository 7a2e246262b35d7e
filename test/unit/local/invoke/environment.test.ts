import { describe, expect, it } from 'vitest';
import { functionEnvironment } from '../../../../local/invoke/environment.ts';

const place = { name: 'analyzer', taskRoot: '/dist/functions/analyzer', policyDir: '/layers/policy' };

describe('environment of an invoked function', () => {
  it('has the variables of the template and of Lambda', () => {
    expect(functionEnvironment(place, { TABLE_NAME: 'Table', POLICY_DIR: '/opt/policy' }, {})).toMatchObject({
      TABLE_NAME: 'Table',
      POLICY_DIR: '/layers/policy',
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'analyzer',
      LAMBDA_TASK_ROOT: '/dist/functions/analyzer',
      _HANDLER: 'index.handler',
    });
  });

  it('takes endpoints, the region and variables of the same name from the caller', () => {
    const caller = {
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:5000',
      AWS_REGION: 'eu-west-1',
      TABLE_NAME: 'mine',
    };
    expect(functionEnvironment(place, { TABLE_NAME: 'Table' }, caller)).toMatchObject(caller);
  });

  it('takes nothing else, least of all credentials', () => {
    const caller = {
      AWS_ACCESS_KEY_ID: 'AKIAREAL',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_SESSION_TOKEN: 'x',
      AWS_PROFILE: 'p',
    };
    const environment = functionEnvironment(place, {}, { ...caller, NODE_OPTIONS: '--inspect' });
    expect(environment).toMatchObject({ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    for (const name of ['AWS_SESSION_TOKEN', 'AWS_PROFILE', 'NODE_OPTIONS']) {
      expect(environment).not.toHaveProperty(name);
    }
  });
});
