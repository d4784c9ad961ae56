import { describe, expect, test } from 'vitest';
import { endsWithSecretName, namesNumber, namesSecret } from './secret-names.ts';

describe('a label', () => {
  test.each([
    'Password',
    'Password:',
    'Password *',
    'New password',
    'Confirm new password (required)',
    'Passwort',
    'Mot de passe',
    'Contraseña',
    'Senha',
    'Wachtwoord',
    'PIN',
    'PIN code',
    'CVV',
    'CV',
    'CVC2',
    'Security code',
    'API key',
    'apiKey',
    'Client secret',
    'Personal access token',
    'IRepeat password', // the border of a field, read as a letter
    'Passw0rd',
    'Benutzerkennwort',
    'Wifipassword',
  ])('%s names a secret', (label) => {
    expect(namesSecret(label)).toBe(true);
  });

  test.each([
    'Forgot your password?',
    'Change password',
    'Show password',
    'Your password must have twelve characters.',
    'API keys',
    'Passwords',
    'User name',
    'Pine',
    'Spin',
    'Pink',
    'Shipping address',
    'Secretary',
    'Take',
    '',
  ])('%s names none', (label) => {
    expect(namesSecret(label)).toBe(false);
  });

  test('of a card or an account is known', () => {
    expect(namesNumber('Card number', 'card')).toBe(true);
    expect(namesNumber('IBAN', 'iban')).toBe(true);
    expect(namesNumber('Order number', 'card')).toBe(false);
  });
});

test.each([
  'JPIN',
  'DB_PASSWORD',
  'the wifi password',
  'X-Api-Key',
  'clientSecret',
  'admin_passwd',
  'PGPASSWORD',
  'wifipassword',
])('%s ends with the name of a secret', (text) => {
  expect(endsWithSecretName(text)).toBe(true);
});

test.each(['NODE_ENV', 'monkey', 'password length', 'author'])('%s does not', (text) => {
  expect(endsWithSecretName(text)).toBe(false);
});
