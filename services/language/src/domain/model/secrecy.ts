const secrets =
  /(?<![\p{L}\p{N}])(?:pass ?words?|pass ?codes?|pass ?phrases?|pin[- ]?(?:codes?|numbers?)|secrets?|credentials|api ?keys?|access ?tokens?|tokens?|cvv|cvc|passwort|kennwort|geheimzahl|contraseña|mot de passe|wachtwoord|senha)(?![\p{L}\p{N}])/iu;

/** Written so it is no verb. */
const pin = /(?<![\p{L}\p{N}])PINs?(?![\p{L}\p{N}])/u;

/** What is said of passwords and the like stays here, whether or not one is in it. */
export const speaksOfSecrets = (command: string): boolean => secrets.test(command) || pin.test(command);
