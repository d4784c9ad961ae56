import { vocabulary } from './vocabulary.ts';

export const french = vocabulary({
  actions:
    'Enregistrer,Annuler,Appliquer,Supprimer,Modifier,Nouveau,Ouvrir,Fermer,Rechercher,Envoyer,Se connecter,Déconnexion,S’inscrire,Suivant,Précédent,Terminer,Ajouter,Retirer,Téléverser,Télécharger,Partager,Copier,Coller,Rétablir,Imprimer,Aide,Paramètres,Préférences,Compte,Accueil,Boîte de réception,Messages,Rapports,Utilisateurs,Projets,Fichiers,Calendrier,Exporter,Importer,Actualiser,Réinitialiser,Répondre,Transférer,Détails,En savoir plus,Acheter,Ajouter au panier,Valider la commande,Parcourir,Tout sélectionner,Créer un compte',
  labels:
    'Prénom,Nom de famille,Adresse e-mail,Mot de passe,Téléphone,Société,Rue,Ville,Pays,Code postal,Identifiant,Date de naissance,Numéro de carte,Objet,Message,Titre,Description,Montant,Quantité,Début,Fin,Devise,Catégorie,Priorité,Échéance,Propriétaire,Créé le,Modifié le,Taille,Prix,Référence',
  options:
    'Se souvenir de moi,J’accepte les conditions,Thème sombre,Afficher les fichiers cachés,Activer les notifications,Mises à jour automatiques,Tous les jours,Chaque semaine,Oui,Non,Élevée,Moyenne,Très grand,Livraison gratuite,Reçu par e-mail',
  words:
    'le la les des une et à être avoir où déjà très après même été élève forêt hôtel île naïf garçon français leçon façade cœur sœur œuvre reçu aperçu commande livraison facture réunion société numéro prénom février août décembre semaine année mois jour matin soirée café théâtre musée bibliothèque université médecin santé sécurité réseau clé mémoire fenêtre fichier dossier bientôt peut-être aujourd’hui l’équipe d’accord qu’il c’est règlement problème système développement intérêt',
  people: 'Élodie Lefèvre,François Noël,Chloé Garçon,Jérôme Béranger,Hélène Côté,Benoît Dupré,Maïté Lacroix',
  places: 'Besançon,Nîmes,Orléans,Angoulême,Genève,Montréal,Saint-Étienne,Béziers',
});

export const spanish = vocabulary({
  actions:
    'Guardar,Cancelar,Aplicar,Eliminar,Editar,Nuevo,Abrir,Cerrar,Buscar,Enviar,Iniciar sesión,Cerrar sesión,Registrarse,Siguiente,Atrás,Finalizar,Añadir,Quitar,Subir,Descargar,Compartir,Copiar,Pegar,Deshacer,Imprimir,Ayuda,Configuración,Cuenta,Inicio,Bandeja de entrada,Mensajes,Informes,Usuarios,Archivos,Calendario,Exportar,Actualizar,Más información,Comprar ahora,Añadir al carrito,Examinar,Seleccionar todo',
  labels:
    'Nombre,Apellidos,Correo electrónico,Contraseña,Teléfono,Empresa,Dirección,Ciudad,País,Código postal,Usuario,Fecha de nacimiento,Número de tarjeta,Asunto,Mensaje,Título,Descripción,Importe,Cantidad,Categoría,Prioridad,Vencimiento,Tamaño,Precio,Año,Compañía',
  options:
    'Recordarme,Acepto los términos,Modo oscuro,Mostrar archivos ocultos,Actualizaciones automáticas,Diario,Semanal,Sí,No,Pequeño,Mediano,Envío gratis,¿Olvidó su contraseña?,Según disponibilidad',
  words:
    'el la los que no más también está señor niño mañana año pequeño corazón canción información sesión número teléfono dirección página último próximo público rápido fácil difícil español ¿cómo? ¡hola! pedido factura envío cliente reunión semana mes día sábado miércoles después según aquí allí través cigüeña pingüino vergüenza línea móvil cámara árbol música película país ciudad montaña playa restaurante compañía atención gestión',
  people: 'José Muñoz,María Peña,Íñigo Núñez,Begoña Ibáñez,Raúl Gutiérrez,Sofía Hernández,Andrés Güell',
  places: 'Málaga,Córdoba,A Coruña,Cádiz,León,Bogotá,Mérida,Logroño',
});

export const italian = vocabulary({
  actions:
    'Salva,Annulla,Applica,Elimina,Modifica,Nuovo,Apri,Chiudi,Cerca,Invia,Accedi,Esci,Registrati,Avanti,Indietro,Fine,Aggiungi,Rimuovi,Carica,Scarica,Condividi,Copia,Incolla,Stampa,Aiuto,Impostazioni,Profilo,Posta in arrivo,Messaggi,Utenti,File,Calendario,Esporta,Aggiorna,Scopri di più,Acquista,Aggiungi al carrello,Sfoglia,Seleziona tutto,Novità,Attività',
  labels:
    'Nome,Cognome,Indirizzo e-mail,Password,Telefono,Azienda,Via,Città,Paese,CAP,Nome utente,Data di nascita,Oggetto,Messaggio,Titolo,Descrizione,Importo,Quantità,Inizio,Fine,Valuta,Priorità,Scadenza,Dimensione,Prezzo,Modalità,Località',
  options:
    'Ricordami,Accetto le condizioni,Tema scuro,Notifiche,Ogni giorno,Ogni settimana,Sì,No,Più grande,Spedizione gratuita,Già pagato,Disponibilità immediata',
  words:
    'il la gli che non più perché così già può però città università qualità attività libertà caffè tè lunedì martedì venerdì ordine fattura spedizione cliente riunione settimana mese anno giorno sera finestra cartella documento allegato errore avviso nuovo vecchio grande piccolo strada piazza mare montagna cucina giardino biblioteca scuola ospedale è sarà verrà dovrà novità lassù quaggiù',
  people: 'Niccolò Ferrari,Mattia Gioè,Lucrezia Dalmà,Giosuè Conti,Chiara Bianchi,Noemi D’Amico',
  places: 'Forlì,Cefalù,Roma,Milano,Torino,Napoli,Cantù,L’Aquila',
});

export const portuguese = vocabulary({
  actions:
    'Salvar,Cancelar,Aplicar,Excluir,Editar,Novo,Abrir,Fechar,Pesquisar,Enviar,Entrar,Sair,Cadastrar,Próximo,Voltar,Concluir,Adicionar,Remover,Carregar,Baixar,Compartilhar,Copiar,Colar,Imprimir,Ajuda,Configurações,Início,Caixa de entrada,Mensagens,Relatórios,Usuários,Arquivos,Calendário,Exportar,Atualizar,Saiba mais,Comprar,Adicionar ao carrinho,Selecionar tudo,Opções,Avançado',
  labels:
    'Nome,Sobrenome,Endereço de e-mail,Senha,Telefone,Empresa,Rua,Cidade,País,Código postal,Usuário,Data de nascimento,Número do cartão,Assunto,Mensagem,Título,Descrição,Valor,Quantidade,Início,Término,Moeda,Categoria,Prioridade,Tamanho,Preço,Observações',
  options:
    'Lembrar de mim,Aceito os termos,Modo escuro,Notificações,Diário,Semanal,Sim,Não,Médio,Grande,Frete grátis,Atualização automática,Não perguntar novamente',
  words:
    'não são está você também até já além após três mês português coração ação informação sessão número página último próximo público rápido fácil difícil pedido fatura cliente reunião semana ano dia sábado terça depois aqui através avô avó pôr pão mãe irmão lições água música praia cidade montanha saúde segurança memória câmera árvore órgão exceção gestão opções às vezes',
  people: 'João Gonçalves,Inês Conceição,Antônio Simões,Luís Magalhães,Patrícia Araújo,Fátima Leão',
  places: 'São Paulo,Brasília,Évora,Florianópolis,Guimarães,Belém,Setúbal',
});
